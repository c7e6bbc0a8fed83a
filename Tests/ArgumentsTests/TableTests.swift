import Arguments
import Testing

/// The tables themselves, the help made of them, and the small pure parts.
struct TableTests {
  @Test func noNameIsGivenTwice() {
    let names = Flag.table.flatMap { [$0.name] + $0.aliases }
    #expect(names.count == Set(names).count)
    #expect(Subcommand.table.map(\.name) != [])
    #expect(Set(Subcommand.table.map(\.name)) == Set(Subcommand.Name.allCases))
  }

  @Test func helpShowsEveryBuiltFlagAndNoOther() {
    let help = Help.text(on: nil)
    for flag in Flag.table {
      let line = help.split(separator: "\n").contains {
        $0.split(whereSeparator: { " ,".contains($0) }).contains(Substring(flag.name))
          && $0.hasPrefix("  -")
      }
      #expect(line == (flag.since == .built), "\(flag.name)")
    }
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: [
    ("", "abc", 3), ("abc", "", 3), ("demo", "demo", 0), ("dmeo", "demo", 1), ("dem", "demo", 1),
    ("demos", "demo", 1), ("hello", "help", 2), ("sesions", "sessions", 1), ("hi", "mcp", 3),
  ])
  func distances(left: String, right: String, distance: Int) {
    #expect(Nearest.distance(left, right) == distance)
    #expect(Nearest.distance(right, left) == distance)
  }
}
