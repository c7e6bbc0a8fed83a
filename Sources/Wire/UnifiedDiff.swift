/// Differences in the unified format that `diff -u` writes and `patch` and `git apply` read.
public enum UnifiedDiff {
  /// The lines around a change that are shown, unless said otherwise.
  public static let defaultContext = 3

  /// What turns `old` into `new`: a header of two lines naming `path` and one hunk for each group
  /// of changes with `context` lines around it; empty if both texts are the same.
  ///
  /// The path is written as it is: one with a line break would not be read back.
  public static func text(
    old: String, new: String, path: String, context: Int = defaultContext
  ) -> String {
    text(of: LineDiff(old: old, new: new), path: path, context: context)
  }

  /// The same for a difference that is already known.
  public static func text(
    of diff: LineDiff, path: String, context: Int = defaultContext
  ) -> String {
    guard !diff.changes.isEmpty else { return "" }
    let context = max(0, context)
    var output = "--- a/\(path)\n+++ b/\(path)\n"
    for group in groups(of: diff.changes, context: context) {
      write(group, of: diff, context: context, to: &output)
    }
    return output
  }

  /// The changes whose contexts touch or overlap, together.
  private static func groups(
    of changes: [LineDiff.Change], context: Int
  ) -> [ArraySlice<LineDiff.Change>] {
    var groups: [ArraySlice<LineDiff.Change>] = []
    var start = 0
    for index in changes.indices.dropFirst()
    where changes[index].old.lowerBound - changes[index - 1].old.upperBound > 2 * context {
      groups.append(changes[start..<index])
      start = index
    }
    groups.append(changes[start...])
    return groups
  }

  private static func write(
    _ group: ArraySlice<LineDiff.Change>, of diff: LineDiff, context: Int, to output: inout String
  ) {
    let first = group[group.startIndex]
    let last = group[group.endIndex - 1]
    let before = min(context, first.old.lowerBound)
    let after = min(context, diff.old.count - last.old.upperBound)
    let old = first.old.lowerBound - before..<last.old.upperBound + after
    let new = first.new.lowerBound - before..<last.new.upperBound + after
    output += "@@ -\(position(old)) +\(position(new)) @@\n"
    var at = old.lowerBound
    for change in group {
      for line in diff.old[at..<change.old.lowerBound] { write(" ", line, to: &output) }
      for line in diff.old[change.old] { write("-", line, to: &output) }
      for line in diff.new[change.new] { write("+", line, to: &output) }
      at = change.old.upperBound
    }
    for line in diff.old[at..<old.upperBound] { write(" ", line, to: &output) }
  }

  /// The first line, counted from 1, and the number of lines; of none, the line before.
  private static func position(_ lines: Range<Int>) -> String {
    switch lines.count {
    case 0: "\(lines.lowerBound),0"
    case 1: "\(lines.lowerBound + 1)"
    default: "\(lines.lowerBound + 1),\(lines.count)"
    }
  }

  private static func write(_ mark: String, _ line: String, to output: inout String) {
    output += mark
    output += line
    if line.utf8.last != 0x0A { output += "\n\\ No newline at end of file\n" }
  }
}
