import Events
import Testing

@testable import Tools

/// Which lines of a passing file are picked.
struct LineCollectorTests {
  private func collect(
    _ window: LineCollector.Window, _ text: String, pieces: Int = .max
  ) -> LineCollector {
    var collector = LineCollector(window)
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: min(pieces, max(bytes.count, 1))) {
      collector.feed(Array(bytes[start..<min(start + min(pieces, bytes.count), bytes.count)]))
    }
    collector.finish()
    return collector
  }

  private func shown(_ collector: LineCollector) -> [String] {
    collector.lines.map { "\($0.number):\(String(decoding: $0.bytes, as: UTF8.self))" }
  }

  private static let text = "one\r\ntwo\n\nfo\rur\r\nfive\r"

  @Test(arguments: [
    (LineCollector.Window.from(1, count: 9), ["1:one", "2:two", "3:", "4:fo\rur", "5:five\r"]),
    (.from(2, count: 2), ["2:two", "3:"]), (.from(6, count: 1), []),
    (.table(from: 1, count: 2), ["1:one", "2:two"]),
    (.table(from: 4, count: 1), ["1:one", "4:fo\rur"]), (.last(2), ["4:fo\rur", "5:five\r"]),
    (.last(9), ["1:one", "2:two", "3:", "4:fo\rur", "5:five\r"]),
  ])
  func `the window decides, however the bytes come`(
    window: LineCollector.Window, lines: [String]
  ) {
    for pieces in [1, 2, 3, .max] {
      let collector = collect(window, Self.text, pieces: pieces)
      #expect(shown(collector) == lines)
      #expect(collector.total == 5)
      #expect(collector.crlfCount == 2)
    }
  }

  @Test func `an empty file has no line`() {
    #expect(collect(.from(1, count: 9), "").total == 0)
    #expect(collect(.last(9), "\n").total == 1)
  }

  @Test func `a long line is cut between characters`() {
    let line = String(repeating: "€", count: 1000)
    let collector = collect(.from(1, count: 1), "\(line)\nx\n", pieces: 7)
    let whole = Limits.readLineBytes / 3 * 3
    #expect(
      collector.lines == [
        LineCollector.Line(
          number: 1, bytes: Array(line.utf8.prefix(whole)), cut: 3000 - whole)
      ])
    #expect(collector.total == 2)
  }

  @Test func `size ends a window, and the lines are still counted`() {
    let line = String(repeating: "x", count: 1000)
    let text = String(repeating: line + "\n", count: 100)
    let first = collect(.from(1, count: 100), text)
    #expect(first.isCutBySize)
    #expect(first.total == 100)
    #expect(first.lines.map(\.cost).reduce(0, +) <= Limits.readBytes)
    #expect(first.lines.count == 50)
    #expect(first.lines.first?.number == 1)
    let last = collect(.last(100), text)
    #expect(last.isCutBySize)
    #expect(last.lines.map(\.cost).reduce(0, +) <= Limits.readBytes)
    #expect(last.lines.last?.number == 100)
  }

  @Test func `many lines pass by the last ones`() {
    let text = (1...10_000).map { "\($0)\n" }.joined()
    #expect(shown(collect(.last(2), text)) == ["9999:9999", "10000:10000"])
  }

  @Test func `a window is complete when the line behind it begins`() {
    var collector = LineCollector(.from(1, count: 2))
    collector.feed(Array("a\nb\n".utf8))
    #expect(!collector.isComplete)
    collector.feed(Array("c".utf8))
    #expect(collector.isComplete)
  }
}
