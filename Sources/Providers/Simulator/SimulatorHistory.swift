import Events
import Runtime

/// What the messages of a request say about the past; everything here is a function of them.
struct SimulatorHistory {
  /// How the note begins that tells a model its answer was broken off.
  static let cutNote = "[Your answer above was cut off"
  /// How the parts of a user's message begin that the runtime puts before the user's own: notes on
  /// what happened to earlier turns, and the facts of the moment.
  static let frames = [
    cutNote, "[The user interrupted the previous turn", "[The previous turn ", "<environment>",
  ]

  let messages: [PromptMessage]

  init(_ request: ModelRequest) { messages = request.messages }

  /// The answers given so far; one that was broken off, which a note behind it says, is not one.
  var answers: [PromptMessage] {
    messages.indices.filter { messages[$0].role == .agent && !isPartial($0) }.map { messages[$0] }
  }

  private func isPartial(_ index: Int) -> Bool {
    guard index + 1 < messages.count, messages[index + 1].role == .user else { return false }
    return messages[index + 1].content.first?.text?.hasPrefix(Self.cutNote) == true
  }

  /// The step that follows what was answered. A fault that has left no answer may be owed again:
  /// the caller knows how often it happened.
  func position(in script: SimulatorScript) -> Int {
    guard script.steps.contains(where: { !$0.isFault }) else { return 0 }
    var position = 0
    for _ in answers {
      while script.step(at: position)?.isFault == true { position += 1 }
      position += 1
    }
    return position
  }

  /// Where the newest message of the user stands that says something of the user's own.
  var promptIndex: Int? { messages.indices.last { !words(of: messages[$0]).isEmpty } }

  /// What the user said last, without the facts and notes that stand beside it.
  var prompt: String { promptIndex.flatMap { words(of: messages[$0]).last } ?? "" }

  private func words(of message: PromptMessage) -> [String] {
    guard message.role == .user else { return [] }
    return message.content.compactMap(\.text).filter { text in
      !Self.frames.contains { text.hasPrefix($0) }
    }
  }
}
