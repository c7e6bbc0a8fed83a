import Events
import Testing
import Wire

/// The event format on paper is the event format in code, and it only ever grows.
struct EventFormatTests {
  static let page = Tree.file("docs/formats/events.md")
  static let facts = EventTable(page, section: "## Facts")
  static let examples = (Tree.file("docs/formats/events.jsonl")?.lines ?? [])

  @Test func everyLandedTypeIsStillThere() {
    let landed = Tree.file("docs/formats/event-types.txt")?.lines ?? []
    #expect(
      landed == Fact.types,
      "docs/formats/event-types.txt: add new types in order; a line there is never removed")
  }

  @Test func thePageListsEveryTypeAndNoOther() {
    #expect(Set(Self.facts.rows.keys) == Set(Fact.types))
  }

  @Test func thePageListsEveryPreview() throws {
    let message = try #require(MessageID("message_019ca8a03e8070018000000000000001"))
    let call = try #require(CallID("call_019ca8a03e8070018000000000000001"))
    let previews: [Preview] = [
      .outputDelta(messageID: message, text: "a"), .thinkingDelta(messageID: message, text: "a"),
      .toolOutput(callID: call, text: "a"),
    ]
    let rows = EventTable(Self.page, section: "## Previews").rows
    #expect(
      rows == Dictionary(uniqueKeysWithValues: previews.map { ($0.type, $0.data.memberNames) }))
  }

  @Test(arguments: examples) func anExampleComesBackAsItWas(_ line: String) throws {
    let json = try JSON.parse(line)
    let event = try Event(json: json)
    #expect(event.json == json)
    if case .unknown = event.fact { Issue.record("not understood: \(event.fact.type)") }
  }

  @Test func theExamplesShowEveryDocumentedMember() throws {
    var shown: [String: Set<String>] = [:]
    for line in Self.examples {
      let event = try Event(json: try JSON.parse(line))
      shown[event.fact.type, default: []].formUnion(event.fact.data.memberNames)
    }
    #expect(shown == Self.facts.rows)
  }
}

/// The first table below a heading: `| name | members … |`, the members in backticks.
struct EventTable {
  private(set) var rows: [String: Set<String>] = [:]

  init(_ page: SourceFile?, section: String) {
    let lines = (page?.lines ?? []).drop { $0 != section }.drop { !$0.hasPrefix("|") }
    for line in lines.prefix(while: { $0.hasPrefix("|") }).dropFirst(2) {
      let cells = line.split(separator: "|")
      let name = cells[0].filter { $0 != "`" }.split(separator: " ").joined(separator: " ")
      rows[name] = Self.members(cells[1])
      // The one shape whose members stand in the data itself.
      if cells[1].hasPrefix(" turn summary") {
        rows[name]?.formUnion(EventTable(page, section: "## Shapes").rows["turn summary"] ?? [])
      }
    }
  }

  /// The words in backticks outside parentheses, without their question marks.
  private static func members(_ cell: Substring) -> Set<String> {
    var depth = 0
    let outside = cell.filter { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return depth == 0
    }
    let parts = outside.split(separator: "`", omittingEmptySubsequences: false)
    return Set(
      parts.enumerated().filter { $0.offset % 2 == 1 }.map { $0.element.filter { $0 != "?" } })
  }
}

extension JSON {
  fileprivate var memberNames: Set<String> { Set((object?.map { $0.key }) ?? []) }
}
