import Events

/// What a call does, in a few words for people.
enum Narration {
  /// One line of at most `Limits.narrationCharacters`.
  static func text(_ words: String) -> String {
    let line = words.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    guard line.count > Limits.narrationCharacters else { return line }
    return line.prefix(Limits.narrationCharacters - 1) + "…"
  }
}
