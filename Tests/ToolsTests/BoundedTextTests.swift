import Events
import Testing

@testable import Tools

/// Long text cut down to its beginning, its end and what looks like errors.
struct BoundedTextTests {
  private let limit = 8 * 1024

  private func lines(_ range: ClosedRange<Int>) -> String {
    range.map { "line \($0)\n" }.joined()
  }

  @Test(arguments: ["", "a", "a\nb\n", "a\n\nb", "ä\u{1F600}\r\n"])
  func `what is within the limit comes out unchanged`(text: String) {
    #expect(BoundedText.bound(text, limit: limit, whole: nil) == text)
    var bounded = BoundedText(limit: limit)
    for byte in text.utf8 { bounded.append([byte]) }
    #expect(bounded.text(whole: nil) == text)
  }

  @Test func `exactly the limit is within it`() {
    let text = String(repeating: "0123456\n", count: limit / 8)
    var bounded = BoundedText(limit: limit)
    bounded.append(Array(text.utf8))
    #expect(bounded.text(whole: nil) == text)
    bounded.append(Array("x".utf8))
    #expect(bounded.text(whole: nil).contains("[left out here:"))
  }

  @Test func `beginning and end are kept at line ends`() {
    let text = BoundedText.bound(lines(1...5000), limit: limit, whole: "/spool/output")
    #expect(text.utf8.count <= limit)
    let shown = text.split(separator: "\n")
    #expect(shown.first == "line 1")
    #expect(shown.last == "line 5000")
    let note = shown.firstIndex { $0.hasPrefix("[") } ?? 0
    let before = shown[..<note].map(String.init)
    let after = shown[(note + 1)...].map(String.init)
    #expect(before == (1...before.count).map { "line \($0)" })
    #expect(after == (5001 - after.count...5000).map { "line \($0)" })
    let left = 5000 - before.count - after.count
    #expect(shown[note].hasPrefix("[left out here: \(left) lines, "))
    #expect(shown[note].hasSuffix("; all of it is in /spool/output]"))
  }

  @Test func `lines that look like errors are kept with their numbers`() {
    let text = lines(1...2000) + "src/a.c:3: ERROR: no\n" + lines(2002...5000)
    let bounded = BoundedText.bound(text, limit: limit, whole: nil)
    #expect(
      bounded.contains(
        "these lines look like errors:]\n2001→src/a.c:3: ERROR: no\n[and the end:]"))
    #expect(bounded.utf8.count <= limit)
  }

  @Test func `only so many errors are kept`() {
    let text = (1...5000).map { "error \($0)\n" }.joined()
    let bounded = BoundedText.bound(text, limit: limit, whole: nil)
    #expect(bounded.utf8.count <= limit)
    #expect(bounded.hasSuffix("error 5000\n"))
  }

  @Test func `one endless line is cut between characters`() {
    let text = String(repeating: "日本語", count: 10_000)
    let bounded = BoundedText.bound(text, limit: limit, whole: nil)
    #expect(bounded.utf8.count <= limit)
    #expect(!bounded.contains("\u{FFFD}"))
    #expect(bounded.hasPrefix("日本語"))
    #expect(bounded.hasSuffix("日本語"))
  }

  @Test func `any split of the input gives the same text`() {
    let bytes = Array((lines(1...900) + "ä€\u{1F600} panic\n" + lines(902...2000)).utf8)
    var whole = BoundedText(limit: limit)
    whole.append(bytes)
    for size in [1, 2, 3, 7, 1000] {
      var pieces = BoundedText(limit: limit)
      for start in stride(from: 0, to: bytes.count, by: size) {
        pieces.append(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      #expect(pieces.text(whole: nil) == whole.text(whole: nil))
    }
  }

  @Test func `bytes that are no text stay within the limit`() {
    var bounded = BoundedText(limit: limit)
    bounded.append([UInt8](repeating: 0, count: 100_000))
    bounded.append([UInt8](repeating: 0xFF, count: 100_000))
    let text = bounded.text(whole: nil)
    #expect(text.utf8.count <= limit)
    #expect(text.hasPrefix("\u{FFFD}\u{FFFD}"))
    #expect(!text.utf8.contains(0))
  }

  @Test func `a skipped part counts, without line numbers`() {
    var bounded = BoundedText(limit: limit)
    bounded.append(Array(lines(1...10).utf8))
    bounded.skip(1 << 30)
    bounded.append(Array(lines(11...20).utf8))
    #expect(
      bounded.text(whole: "/o")
        == lines(1...10) + "[left out here: 1.0 GiB; all of it is in /o]\n" + lines(11...20))
  }

  @Test(arguments: [
    ("make: *** [all] Error 1", true), ("FAILED", true), ("Traceback (most recent", true),
    ("kernel Panic", true), ("ok", false), ("terse", false), ("", false), ("err", false),
  ])
  func `error words`(line: String, isError: Bool) {
    #expect(ErrorWords.appear(in: Array(line.utf8)) == isError)
  }

  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (1023, "1023 bytes"), (1024, "1.0 KiB"), (1536, "1.5 KiB"),
    (1 << 20, "1.0 MiB"), ((1 << 20) - 1, "1023.9 KiB"), (5 << 29, "2.5 GiB"),
  ])
  func `sizes in words`(bytes: Int, text: String) { #expect(Measure.bytes(bytes) == text) }

  @Test(arguments: [
    (Duration.milliseconds(50), "0.0 s"), (.milliseconds(9990), "9.9 s"), (.seconds(75), "75 s"),
  ])
  func `times in words`(duration: Duration, text: String) {
    #expect(Measure.seconds(duration) == text)
  }
}
