import Events
import Wire

/// What a call does, in a few words for people.
enum Narration {
  /// The first line, of at most `Limits.narrationCharacters` with the note behind it; an ellipsis
  /// stands for what is left out.
  static func text(_ words: String, note: String? = nil) -> String {
    let lines = words.split(whereSeparator: \.isNewline)
    var text = lines.first.map { lines.count > 1 ? "\($0)…" : String($0) } ?? ""
    if let note { text += "  # \(note.split(whereSeparator: \.isNewline).first ?? "")" }
    let limit = Limits.narrationCharacters
    return text.count <= limit ? text : text.prefix(limit - 1) + "…"
  }

  /// What is done to the file that a call names, whether or not it can be.
  static func of(_ verb: String, _ call: ToolCall) -> String {
    text("\(verb) \(call.arguments["path"]?.string ?? "a file")")
  }
}
