package import Events
package import Wire

/// One piece of output.
package enum Piece: Sendable, Equatable {
  case out(String)
  case err(String)
}

/// Turns updates into output: a fold whose only input are the updates.
package struct Printer: Sendable {
  package enum Format: Sendable, Equatable {
    /// The answer when it is complete.
    case text
    /// Everything as it comes, for a terminal.
    case streaming
    /// One object at the end.
    case json
    /// One object for each event.
    case streamJSON
  }

  private let session: SessionID
  private let format: Format
  private let narration: Narration
  /// A preview gets an id and a time like an event, but no place in the sequence.
  private let stamp: @Sendable () -> (EventID, Timestamp)
  /// What was already written of an answer that is not complete.
  private var open: (message: MessageID, text: String)?
  /// Why the last request failed, until something says what comes of it.
  private var failure: String?
  /// The calls that run, and the one whose line was written last.
  private var calls: [CallID: String] = [:]
  private var lastCall: CallID?
  /// Whether the output of a command that is shown has not ended its line.
  private var isInOutputLine = false

  package init(
    session: SessionID, format: Format, style: Style,
    stamp: @escaping @Sendable () -> (EventID, Timestamp)
  ) {
    self.session = session
    self.format = format
    self.stamp = stamp
    narration = Narration(style: style)
  }

  /// What one update adds.
  package mutating func print(_ update: Update) -> [Piece] {
    switch update {
    case .event(let event):
      var pieces = format == .streamJSON ? [Piece.out(event.json.text + "\n")] : answer(event)
      pieces += narrate(event).map { .err($0 + "\n") }
      return pieces.isEmpty ? [] : endOutputLine() + pieces
    case .preview(let preview): return print(preview)
    }
  }

  /// What stands at the end of a run.
  package mutating func finish(_ report: Report) -> [Piece] {
    var pieces = endOutputLine() + endOpenAnswer()
    switch format {
    case .text where report.ending == .completed && !report.text.isEmpty:
      pieces.append(.out(ended(report.text)))
    case .text, .streaming: break
    case .json, .streamJSON: pieces.append(.out(report.json.text + "\n"))
    }
    if case .failed = report.ending { failure = nil }
    pieces += takeFailure().map { .err($0 + "\n") }
    if let trouble = report.trouble { pieces.append(.err(narration.trouble(trouble) + "\n")) }
    return pieces
  }

  /// What an event means for people: an error is said once, together with what comes of it, and
  /// an outcome names its call where other lines stand between them.
  private mutating func narrate(_ event: Event) -> [String] {
    switch event.fact {
    case .reasonCompleted(let fact):
      let isEnded = fact.errorCode == .cancelled || fact.errorCode == .interrupted
      failure = isEnded ? nil : fact.error
      return []
    case .retryScheduled(let fact):
      defer { failure = nil }
      return [narration.retry(fact, at: event.time, after: failure)]
    case .turnFailed:
      failure = nil
      return []
    case .outputCompleted where format != .streaming: return []
    case .toolStarted(let fact):
      calls[fact.call.id] = fact.narration
      lastCall = fact.call.id
    case .toolCompleted(let fact):
      let call = calls.removeValue(forKey: fact.callID)
      return narration.outcome(fact, of: fact.callID == lastCall ? nil : call).map { [$0] } ?? []
    default: break
    }
    let lines = narration.lines(event)
    return lines.isEmpty ? [] : takeFailure() + lines
  }

  private mutating func takeFailure() -> [String] {
    defer { failure = nil }
    return failure.map { [narration.trouble($0)] } ?? []
  }

  private mutating func print(_ preview: Preview) -> [Piece] {
    switch (format, preview) {
    case (.streamJSON, _): return [.out(line(preview))]
    case (.streaming, .outputDelta(let message, let text)):
      var pieces = endOutputLine()
      if open?.message != message {
        pieces += endOpenAnswer()
        open = (message, "")
      }
      open?.text += text
      return pieces + [.out(printable(text))]
    case (.streaming, .toolOutput(_, let text)):
      return endOpenAnswer() + [.err(shown(text))]
    default: return []
    }
  }

  /// A piece of a command's output, each line set apart.
  private mutating func shown(_ text: String) -> String {
    var result = ""
    for character in printable(text) {
      if !isInOutputLine { result += "  │ " }
      isInOutputLine = !character.isNewline
      result.append(character)
    }
    return narration.style.dim(result)
  }

  private mutating func endOutputLine() -> [Piece] {
    defer { isInOutputLine = false }
    return isInOutputLine ? [.err("\n")] : []
  }

  /// On a terminal an answer is completed where its previews left off.
  private mutating func answer(_ event: Event) -> [Piece] {
    guard format == .streaming, case .outputCompleted(let fact) = event.fact else { return [] }
    let text = fact.message.text
    guard let open, open.message == fact.message.id else {
      return endOpenAnswer() + (text.isEmpty ? [] : [.out(printable(ended(text)))])
    }
    self.open = nil
    if text.hasPrefix(open.text) {
      let rest = String(text.dropFirst(open.text.count))
      return text.isEmpty ? [] : [.out(printable(ended(rest, after: open.text)))]
    }
    return [.out("\n" + printable(ended(text)))]
  }

  private mutating func endOpenAnswer() -> [Piece] {
    defer { open = nil }
    guard let open, !open.text.isEmpty, !open.text.hasSuffix("\n") else { return [] }
    return [.out("\n")]
  }

  /// With a line feed at the end, if none is there.
  private func ended(_ text: String, after before: String = "") -> String {
    (text.isEmpty ? before : text).hasSuffix("\n") ? text : text + "\n"
  }

  private func line(_ preview: Preview) -> String {
    let (id, time) = stamp()
    let json: JSON = [
      "id": id.json, "type": .string(preview.type), "ts": time.json, "session_id": session.json,
      "context": [:], "data": preview.data, "ephemeral": true,
    ]
    return json.text + "\n"
  }
}
