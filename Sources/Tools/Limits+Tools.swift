import Events

/// The limits that only the tools know.
extension Limits {
  /// Bytes of one line that `read_file` shows; the rest of it is cut.
  static let readLineBytes = 2000
  /// Lines shown of a `.log` without an offset: the last ones.
  static let readLogLines = 500
  /// Lines shown of a `.csv` or `.tsv` without a limit: the first ones.
  static let readTableLines = 100
  /// Bytes of a file that is hashed and counted; of a larger one only the lines asked for are read.
  static let hashedFileBytes = 64 << 20
  /// Bytes read from the end of a log that is too large to be counted.
  static let logTailBytes = 1 << 20
  /// Bytes at the start of a file that are searched for a NUL, which makes it binary.
  static let binaryProbeBytes = 8 * 1024
  /// Bytes of an image given to the model.
  static let imageBytes = 20 << 20
  /// Bytes of a file that `edit_file` works on.
  static let editedFileBytes = 32 << 20
  /// Bytes of a file, before and after together, of which a diff is made.
  static let diffedBytes = 4 << 20
  /// Places shown where a text to replace was not found, lines of each, and bytes of each line.
  static let nearestPlaces = 3
  static let nearestLines = 6
  static let nearestLineBytes = 200
  /// Places named where a text to replace was found more than once.
  static let ambiguousPlaces = 10
  /// Bytes at the start and at the end of a command's output that are searched for errors.
  static let searchedOutputBytes = 8 << 20
  /// Bytes of a command's output that are shown while it runs.
  static let shownOutputBytes = 1 << 20
  /// Characters of a narration.
  static let narrationCharacters = 80
  /// Time of `git check-ignore`.
  static let gitQuestion = Duration.seconds(5)
}
