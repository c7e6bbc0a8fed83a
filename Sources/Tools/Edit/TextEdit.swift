/// One replacement in a text.
struct TextEdit: Sendable, Equatable {
  /// How many places are meant.
  enum Scope: Sendable, Equatable { case onePlace, everyPlace }

  var oldText: [UInt8]
  var newText: [UInt8]
  var scope: Scope

  /// Replaces `oldText` by `newText`.
  init(_ oldText: String, _ newText: String, scope: Scope = .onePlace) {
    self.oldText = Array(oldText.utf8)
    self.newText = Array(newText.utf8)
    self.scope = scope
  }
}

/// How closely a text to replace must agree with the file.
enum EditMatching: Sendable, Equatable {
  /// Byte for byte, except for LF and CR LF.
  case exact
  /// As `exact`; where that finds nothing, line by line without the white space around each line,
  /// if that finds exactly one place.
  case tolerant
}
