import Events
import Runtime
import Wire

/// A change that was made, described from its images.
struct AppliedChange: Sendable {
  let change: FileChange
  /// The path as people write it.
  let name: String
  /// The content after; nil where the file is gone or its blob with it.
  let after: [UInt8]?
  /// A unified diff of at most `Limits.diffCharacters`; nil where one of the images is not text,
  /// too large or not kept.
  let diff: String?
  let addedLines: Int
  let removedLines: Int

  /// Looks up the images of a change and compares them.
  init(_ change: FileChange, called name: String, in context: ToolContext) async {
    self.change = change
    self.name = name
    after = await Self.image(change.afterBlob, in: context)
    let before = await Self.image(change.beforeBlob, in: context)
    guard let old = change.beforeHash == nil ? [] : before,
      let new = change.afterHash == nil ? [] : after,
      old.count + new.count <= Limits.diffedBytes,
      let oldText = String(validating: old, as: UTF8.self),
      let newText = String(validating: new, as: UTF8.self)
    else {
      (diff, addedLines, removedLines) = (nil, 0, 0)
      return
    }
    let lines = LineDiff(old: oldText, new: newText)
    (addedLines, removedLines) = (lines.addedCount, lines.removedCount)
    diff = Self.cut(UnifiedDiff.text(of: lines, path: name))
  }

  /// What the session has now seen of the file.
  var seen: FileSeen {
    FileSeen(path: change.path, afterHash: change.afterHash, diff: diff)
  }

  private static func image(_ hash: String?, in context: ToolContext) async -> [UInt8]? {
    guard let hash else { return nil }
    // The change is made; without its image there is only less to say about it.
    return try? await context.blob(hash)
  }

  /// `diff` up to the last line within the limit, counted in bytes, of which no character has less
  /// than one.
  static func cut(_ diff: String) -> String {
    let bytes = Array(diff.utf8)
    guard bytes.count > Limits.diffCharacters else { return diff }
    let note = 64
    let kept = bytes.prefix(Limits.diffCharacters - note)
    let end = kept.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let left = LineTable(bytes[end...]).lines.count
    return String(decoding: bytes[..<end], as: UTF8.self)
      + "[the diff goes on: \(Measure.count(left, "more line"))]\n"
  }
}
