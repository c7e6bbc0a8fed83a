import Events
import Testing

@testable import Tools

/// The pure core of `edit_file`.
struct TextEditsTests {
  private func apply(
    _ edits: [TextEdit], to text: String, _ matching: EditMatching = .tolerant
  ) throws -> String {
    let result = try TextEdits.apply(edits, to: Array(text.utf8), matching: matching)
    return String(decoding: result, as: UTF8.self)
  }

  private func failure(
    _ edits: [TextEdit], to text: String, _ matching: EditMatching = .tolerant
  ) -> ToolError? {
    do {
      _ = try TextEdits.apply(edits, to: Array(text.utf8), matching: matching)
      return nil
    } catch { return error }
  }

  @Test(arguments: [
    ("a\nb\nc\n", "b", "B", "a\nB\nc\n"),
    ("a\nb\nc\n", "b\n", "", "a\nc\n"),
    ("a\nb\nc\n", "a\nb", "x", "x\nc\n"),
    ("abc", "b", "bb", "abbc"),
    ("ä\u{308}x", "x", "y", "ä\u{308}y"),
    ("only", "only", "", ""),
    ("one two", " two", " three", "one three"),
  ])
  func `an exact match is replaced`(text: String, old: String, new: String, result: String) throws {
    #expect(try apply([TextEdit(old, new)], to: text) == result)
    #expect(try apply([TextEdit(old, new)], to: text, .exact) == result)
  }

  @Test func `texts are compared byte by byte`() {
    // é as one scalar and as two are equal as Swift strings.
    #expect(failure([TextEdit("e\u{301}", "x")], to: "caf\u{e9}")?.code == .noMatch)
  }

  @Test(arguments: [
    // CRLF stays, whichever way the model writes line ends.
    ("a\r\nb\r\nc\r\n", "a\nb", "x\ny\nz", "x\r\ny\r\nz\r\nc\r\n"),
    ("a\r\nb\r\n", "a\r\nb", "x\r\ny", "x\r\ny\r\n"),
    ("a\r\nb\r\n", "b", "b\nc", "a\r\nb\r\nc\r\n"),
    ("a\r\nb\r\n", "\nb", "\nc", "a\r\nc\r\n"),
    // LF stays.
    ("a\nb\n", "a\r\nb", "x\r\ny", "x\ny\n"),
    ("a\nb\n", "b", "b\r\nc", "a\nb\nc\n"),
    // In a mixed file new lines end like the line where they are put.
    ("a\r\nb\nc\r\n", "b", "x\ny", "a\r\nx\ny\nc\r\n"),
    ("a\r\nb\nc\r\n", "c", "x\ny", "a\r\nb\nx\r\ny\r\n"),
    ("a\r\nb", "b", "x\ny", "a\r\nx\r\ny"),
    ("one", "one", "x\ny", "x\ny"),
  ])
  func `line ends are kept`(text: String, old: String, new: String, result: String) throws {
    let bytes = try TextEdits.apply(
      [TextEdit(old, new)], to: Array(text.utf8), matching: .tolerant)
    #expect(bytes == Array(result.utf8))
  }

  @Test(arguments: [
    ("a\nb\n", "b\n", "c", "a\nc\n"),
    ("a\r\nb\r\n", "b\r\n", "c", "a\r\nc\r\n"),
    ("a\nb", "b", "b\nc\n", "a\nb\nc"),
    ("a\nb", "b\n", "c\n", "a\nc"),
    ("a\r\nb", "b\n", "c\n", "a\r\nc"),
    // Unless it is all that is asked for.
    ("a\nb", "b", "b\n", "a\nb\n"),
    ("a\nb\n", "b\n", "b", "a\nb"),
    // An emptied file has no line end.
    ("a\n", "a\n", "", ""),
  ])
  func `the final line end is kept`(text: String, old: String, new: String, result: String) throws {
    let bytes = try TextEdits.apply(
      [TextEdit(old, new)], to: Array(text.utf8), matching: .tolerant)
    #expect(bytes == Array(result.utf8))
  }

  @Test func `a byte order mark stays, once`() throws {
    let mark = "\u{FEFF}"
    #expect(
      try apply([TextEdit("a", "x")], to: mark + "a\n").utf8.elementsEqual((mark + "x\n").utf8))
    #expect(
      try apply([TextEdit(mark + "a", mark + "x")], to: mark + "a\n").utf8
        .elementsEqual((mark + "x\n").utf8))
  }

  @Test(arguments: [
    // Indentation the model left out, or added, is put right in what it puts in.
    (
      "  if x {\n    y()\n  }\n", "if x {\n  y()\n}", "if z {\n  y()\n  w()\n}",
      "  if z {\n    y()\n    w()\n  }\n"
    ),
    ("a\nb\n", "    a\n    b\n", "    a\n    c\n", "a\nc\n"),
    // Tabs for spaces.
    (
      "\tone\n\t\ttwo\n", "    one\n        two\n", "    one\n        2\n    end\n",
      "\tone\n\t\t2\n\tend\n"
    ),
    // White space at line ends, and blank lines that have some.
    ("a  \n\t\nb\n", "a\n\nb\n", "a\n\nc\n", "a\n\nc\n"),
    ("x\r\n  a\r\n  b\r\n", "a \nb", "c\nd", "x\r\n  c\r\n  d\r\n"),
  ])
  func `white space around lines may differ where the place is unique`(
    text: String, old: String, new: String, result: String
  ) throws {
    #expect(try apply([TextEdit(old, new)], to: text) == result)
    #expect(failure([TextEdit(old, new)], to: text, .exact)?.code == .noMatch)
  }

  @Test func `where no indentation follows from the old text the new one is taken as written`()
    throws
  {
    let text = "if x:\n    if y:\n        z()\n"
    #expect(
      try apply([TextEdit("if x:\nif y:\nz()", "if x:\n    z()")], to: text) == "if x:\n    z()\n")
  }

  @Test func `white space within lines must agree`() {
    #expect(failure([TextEdit("a  b\n", "c\n")], to: "a b\n")?.code == .noMatch)
  }

  @Test func `an ambiguous text names the count and the lines`() {
    let text = "x\ny\nx\nx\n"
    #expect(
      failure([TextEdit("x", "z")], to: text)
        == ToolError(
          .ambiguous,
          "old_text was found 3 times, at lines 1, 3, 4: add lines around it until it is unique, "
            + "or set replace_all"))
    #expect(
      failure([TextEdit(" x\n", "z\n")], to: text)
        == ToolError(
          .ambiguous,
          "old_text was not found exactly; ignoring white space it was found 3 times, at lines "
            + "1, 3, 4: copy the lines exactly"))
  }

  @Test func `only so many places are named`() {
    let text = String(repeating: "x\n", count: Limits.ambiguousPlaces + 2)
    let message = failure([TextEdit("x", "z")], to: text)?.message ?? ""
    #expect(message.contains("found 12 times, at lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …:"))
  }

  @Test func `overlapping places are ambiguous`() {
    #expect(failure([TextEdit("aa", "b")], to: "aaa")?.code == .ambiguous)
  }

  @Test func `every place is replaced when asked`() throws {
    #expect(
      try apply([TextEdit("x", "yy", scope: .everyPlace)], to: "x\nax\nx\n") == "yy\nayy\nyy\n")
    #expect(try apply([TextEdit("aa", "b", scope: .everyPlace)], to: "aaaaa\n") == "bba\n")
    #expect(
      failure([TextEdit(" x\n", "z\n", scope: .everyPlace)], to: "x\nx\n")?.code == .ambiguous)
  }

  @Test func `edits apply in order, each to what the ones before left`() throws {
    #expect(try apply([TextEdit("a", "b"), TextEdit("b\n", "c\n")], to: "a\n") == "c\n")
    #expect(
      failure([TextEdit("a", "b"), TextEdit("a", "c")], to: "a\n")?.message
        .hasPrefix("edits[1].old_text was not found") == true)
  }

  @Test(arguments: [
    (TextEdit("", "x"), "old_text is empty"),
    (TextEdit("a", "a"), "old_text and its new_text are the same"),
  ])
  func `edits without meaning are refused`(edit: TextEdit, start: String) {
    let error = failure([edit], to: "a\n")
    #expect(error?.code == .arguments)
    #expect(error?.message.hasPrefix(start) == true)
  }

  @Test func `edits that undo each other are refused`() {
    #expect(
      failure([TextEdit("a", "b"), TextEdit("b", "a")], to: "a\n")?.message
        .hasPrefix("the edits change nothing") == true)
  }

  @Test func `an empty file holds nothing to replace`() {
    #expect(
      failure([TextEdit("a", "b")], to: "")
        == ToolError(
          .noMatch, "old_text was not found, and nothing like it either: read the file again"))
  }
}
