import Testing
import Wire

@Suite struct LineFramerTests {
  private typealias Element = LineFramer.Element

  private struct Example {
    let input: String
    let lines: [String?]
    let rest: String??
  }

  /// Lines and rest of an input at a limit of five bytes; nil stands for an overlong line.
  private static let examples: [Example] = [
    Example(input: "", lines: [], rest: .none),
    Example(input: "a\nb\n", lines: ["a", "b"], rest: .none),
    Example(input: "a\r\nb\r\n", lines: ["a", "b"], rest: .none),
    Example(input: "a\r\r\n\rb\n", lines: ["a\r", "\rb"], rest: .none),
    Example(input: "\n\r\n\n", lines: ["", "", ""], rest: .none),
    Example(input: "a\nrest", lines: ["a"], rest: "rest"),
    Example(input: "rest\r", lines: [], rest: "rest\r"),
    Example(input: "é€\n", lines: ["é€"], rest: .none),
    Example(input: "12345\n", lines: ["12345"], rest: .none),
    Example(input: "12345\r\n", lines: ["12345"], rest: .none),
    Example(input: "12345", lines: [], rest: "12345"),
    Example(input: "123456\nab\n", lines: [nil, "ab"], rest: .none),
    Example(input: "12345\r6\nab\n", lines: [nil, "ab"], rest: .none),
    Example(input: "12345\r\r\nab\n", lines: [nil, "ab"], rest: .none),
    Example(input: "123456789 and more\r\n\r\nab", lines: [nil, ""], rest: "ab"),
    Example(input: "ok\n123456", lines: ["ok", nil], rest: .none),
    Example(input: "12345\r", lines: [], rest: .some(nil)),
    Example(input: "1234567\n1234567\n12345\n", lines: [nil, nil, "12345"], rest: .none),
  ]

  @Test func cutsLinesHoweverTheBytesArrive() {
    for example in Self.examples {
      let bytes = Array(example.input.utf8)
      for chunk in 1...(bytes.count + 1) {
        var framer = LineFramer(limit: 5)
        var elements: [Element] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
          elements += framer.feed(Array(bytes[start..<min(start + chunk, bytes.count)]))
          elements += framer.feed([])
        }
        #expect(elements == example.lines.map(Self.element), "\(example.input) by \(chunk)")
        #expect(framer.finish() == example.rest.map(Self.element), "\(example.input) by \(chunk)")
        #expect(framer.finish() == nil)
      }
    }
  }

  @Test func randomChunksGiveTheSameLines() {
    var random = SeededRandom(seed: 7)
    let alphabet = Array("ab\r\n".utf8)
    for _ in 0..<500 {
      let bytes = (0..<60).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      var whole = LineFramer(limit: 4)
      let expected = whole.feed(bytes) + [whole.finish()].compactMap { $0 }
      var framer = LineFramer(limit: 4)
      var elements: [Element] = []
      var at = 0
      while at < bytes.count {
        let end = min(bytes.count, at + Int.random(in: 1...7, using: &random))
        elements += framer.feed(Array(bytes[at..<end]))
        at = end
      }
      #expect(elements + [framer.finish()].compactMap { $0 } == expected)
      let joined = String(decoding: bytes, as: UTF8.self).utf8.split(
        separator: 0x0A, omittingEmptySubsequences: false)
      #expect(expected.count == joined.count - (joined.last?.isEmpty == true ? 1 : 0))
    }
  }

  @Test func theUsualLimitIsReached() {
    var framer = LineFramer()
    let most = [UInt8](repeating: 0x61, count: LineFramer.defaultLimit)
    #expect(framer.feed(most) == [])
    #expect(framer.feed([0x0A]) == [.line(most)])
    #expect(framer.feed(most) == [])
    #expect(framer.feed([0x61]) == [.overlong(limit: LineFramer.defaultLimit)])
  }

  private static func element(_ line: String?) -> Element {
    line.map { .line(Array($0.utf8)) } ?? .overlong(limit: 5)
  }
}
