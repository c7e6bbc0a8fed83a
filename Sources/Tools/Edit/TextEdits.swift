/// Replacing texts in a file: all of the edits or none.
///
/// Guarantees: a byte order mark stays; every line that is put in ends like the lines where it is
/// put; the final line end, or its absence, stays, unless changing it is all that the edits do.
enum TextEdits {
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The file after the edits, each applied to what the ones before it left.
  ///
  /// Failure: `.arguments`, `.noMatch` and `.ambiguous`, naming the edit and the lines.
  static func apply(
    _ edits: [TextEdit], to file: [UInt8], matching: EditMatching
  ) throws(ToolError) -> [UInt8] {
    let hasMark = file.starts(with: byteOrderMark)
    let before = hasMark ? Array(file.dropFirst(byteOrderMark.count)) : file
    var text = before
    for (index, edit) in edits.enumerated() {
      // A mark the model copied along is in the file only once, and stays there.
      var edit = edit
      edit.oldText = withoutMark(edit.oldText)
      edit.newText = withoutMark(edit.newText)
      let name = edits.count == 1 ? "old_text" : "edits[\(index)].old_text"
      text = try apply(edit, to: text, name: name, matching)
    }
    text = keepingFinalLineEnd(of: before, in: text)
    guard text != before else {
      throw ToolError(
        .arguments, "the edits change nothing: what they would put in is already there")
    }
    return hasMark ? byteOrderMark + text : text
  }

  private static func apply(
    _ edit: TextEdit, to text: [UInt8], name: String, _ matching: EditMatching
  ) throws(ToolError) -> [UInt8] {
    guard !edit.oldText.isEmpty else {
      throw ToolError(
        .arguments,
        "\(name) is empty: name the text to replace; to insert, replace a neighbouring line by "
          + "itself and the new text")
    }
    guard edit.oldText != edit.newText else {
      throw ToolError(.arguments, "\(name) and its new_text are the same: nothing to change")
    }
    let search = EditSearch(text)
    var matches = search.exact(edit.oldText)
    if matches.isEmpty {
      matches = matching == .tolerant ? search.tolerant(edit.oldText) : []
      if matches.count > 1 { throw search.ambiguous(matches, name: name, ignoring: .whiteSpace) }
    }
    if matches.isEmpty { throw search.notFound(edit.oldText, name: name) }
    if edit.scope == .onePlace, matches.count > 1 {
      throw search.ambiguous(matches, name: name, ignoring: .nothing)
    }
    return search.replace(matches, by: edit)
  }

  private static func withoutMark(_ text: [UInt8]) -> [UInt8] {
    text.starts(with: byteOrderMark) ? Array(text.dropFirst(byteOrderMark.count)) : text
  }

  private static func keepingFinalLineEnd(of before: [UInt8], in after: [UInt8]) -> [UInt8] {
    let (had, has) = (before.last == 0x0A, after.last == 0x0A)
    guard had != has, !before.isEmpty, !after.isEmpty else { return after }
    var kept = after
    if has {
      kept.removeLast()
      if kept.last == 0x0D { kept.removeLast() }
    } else {
      kept += LineTable(before).lines.last?.ending == .crlf ? [0x0D, 0x0A] : [0x0A]
    }
    return kept == before ? after : kept
  }
}
