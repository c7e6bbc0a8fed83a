import Events
import Runtime

/// Takes one step apart into what a stream does, piece by piece, as it is asked.
struct SimulatorPlayback: Sendable {
  /// One thing a stream does.
  enum Move: Sendable, Equatable {
    case send(ModelDelta)
    case wait(Duration)
    case fail(ModelError)
  }

  private enum Channel { case thinking, text, arguments(index: Int) }

  private enum Piece {
    case said(Channel, Substring)
    case move(Move)
  }

  private let chunk: Int
  private let speed: Double?
  private var pieces: [Piece] = []
  /// The piece that is next.
  private var at = 0
  /// The silence behind the last delta.
  private var pause: Duration?

  /// Prepares the `answer`-th answer (from 1) of a conversation.
  init(_ step: SimulatorStep, answer: Int, inputTokens: Int) {
    speed = step.speed
    chunk = max(
      1, step.chunk ?? step.speed.map { Int($0 / 20) } ?? SimulatorStep.defaultChunk)
    say(step, answer: answer)
    let whole = pieces.count
    let usage = step.usage ?? Self.usage(of: step, inputTokens: inputTokens)
    pieces.append(.move(.send(.usage(usage))))
    let finish = step.finish ?? (step.calls.isEmpty ? .stop : .toolCalls)
    pieces.append(.move(.send(.finish(finish))))
    switch step.cut {
    case nil: if step.error != nil { pieces.removeSubrange(whole...) }
    case .after(let bytes): pieces.removeSubrange(min(split(after: bytes), whole)...)
    case .inCall: cutInLastCall()
    }
    if step.stall > .zero {
      pieces.insert(.move(.wait(step.stall)), at: min(split(after: step.stallAfter), whole))
    }
    if let error = step.error { pieces.append(.move(.fail(error))) }
  }

  /// What comes next; nil at the end of the stream.
  mutating func next() -> Move? {
    if let pause {
      self.pause = nil
      return .wait(pause)
    }
    guard at < pieces.count else { return nil }
    guard case .said(let channel, let words) = pieces[at] else {
      defer { at += 1 }
      if case .move(let move) = pieces[at] { return move }
      return nil
    }
    let part = words.prefix(chunk)
    let rest = words[part.endIndex...]
    if rest.isEmpty { at += 1 } else { pieces[at] = .said(channel, rest) }
    if let speed { pause = .seconds(Double(part.count) / speed) }
    return .send(Self.delta(channel, String(part)))
  }

  private mutating func say(_ step: SimulatorStep, answer: Int) {
    say(.thinking, step.thinking)
    say(.text, step.text)
    for (index, call) in step.calls.enumerated() {
      let id = call.id ?? "llmsim_\(answer)_\(index + 1)"
      let started = ModelDelta.callStarted(index: index, providerCallID: id, name: call.name)
      pieces.append(.move(.send(started)))
      say(.arguments(index: index), call.arguments)
      pieces.append(.move(.send(.callEnded(index: index))))
    }
  }

  private mutating func say(_ channel: Channel, _ text: String) {
    if !text.isEmpty { pieces.append(.said(channel, text[...])) }
  }

  private static func delta(_ channel: Channel, _ text: String) -> ModelDelta {
    switch channel {
    case .thinking: .thinking(text)
    case .text: .text(text)
    case .arguments(let index): .callArguments(index: index, fragment: text)
    }
  }

  /// The first piece behind so many bytes of what is said; a piece is split where they end, at a
  /// whole character.
  private mutating func split(after bytes: Int) -> Int {
    guard bytes > 0 else { return 0 }
    var left = bytes
    for index in pieces.indices {
      guard case .said(let channel, let words) = pieces[index] else { continue }
      if words.utf8.count <= left {
        left -= words.utf8.count
        if left == 0 { return index + 1 }
        continue
      }
      let part = words.beginning(bytes: left)
      pieces[index] = .said(channel, part)
      pieces.insert(.said(channel, words[part.endIndex...]), at: index + 1)
      if part.isEmpty { pieces.remove(at: index) }
      return part.isEmpty ? index : index + 1
    }
    return pieces.count
  }

  private mutating func cutInLastCall() {
    let started = pieces.lastIndex { piece in
      if case .move(.send(.callStarted)) = piece { true } else { false }
    }
    guard let started else { return }
    let arguments = pieces[started + 1]
    pieces.removeSubrange((started + 1)...)
    if case .said(let channel, let words) = arguments {
      let half = words.beginning(bytes: words.utf8.count / 2)
      if !half.isEmpty { pieces.append(.said(channel, half)) }
    }
  }

  private static func usage(of step: SimulatorStep, inputTokens: Int) -> Usage {
    let thinking = step.thinking.simulatedTokens
    let said = step.calls.reduce(step.text.simulatedTokens) {
      $0 + $1.name.simulatedTokens + $1.arguments.simulatedTokens
    }
    return Usage(
      inputTokens: inputTokens, outputTokens: said + thinking, reasoningTokens: thinking,
      estimatedCostUSD: 0)
  }
}

extension String {
  /// A token for every four bytes begun.
  var simulatedTokens: Int { (utf8.count + 3) / 4 }
}

extension Substring {
  /// The whole characters within so many bytes of the beginning.
  fileprivate func beginning(bytes: Int) -> Substring {
    var end = startIndex
    var size = 0
    while end < endIndex {
      size += self[end].utf8.count
      if size > bytes { break }
      formIndex(after: &end)
    }
    return self[..<end]
  }
}
