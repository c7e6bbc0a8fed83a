import Events

extension SessionSummary {
  /// Advances the projection of a session by one event.
  mutating func apply(_ event: Event) {
    updatedAt = event.time
    switch event.fact {
    case .sessionStarted(let started):
      (cwd, provider, model, origin) =
        (started.cwd, started.provider, started.model, started.origin)
      createdAt = event.time
    case .sessionUpdated(let updated):
      title = updated.title ?? title
      provider = updated.provider ?? provider
      model = updated.model ?? model
      cwd = updated.cwd ?? cwd
    case .inputMessage(let input):
      messages += 1
      if title.isEmpty { title = Self.title(from: input.message.text) }
    case .outputCompleted(let completed):
      messages += 1
      usage = usage + completed.usage
    default: break
    }
  }

  /// Takes what can be taken back from the events that still count; what was spent stays spent.
  mutating func restate(_ live: [Event]) {
    var fresh = SessionSummary(id: id, createdAt: createdAt, updatedAt: updatedAt)
    for event in live { fresh.apply(event) }
    (title, cwd) = (fresh.title, fresh.cwd)
    (provider, model) = (fresh.provider, fresh.model)
  }

  /// Characters of a title that is made from the first input.
  static let titleLength = 60

  private static func title(from text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
    let words = (line ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > titleLength ? words.prefix(titleLength - 1) + "…" : words
  }
}
