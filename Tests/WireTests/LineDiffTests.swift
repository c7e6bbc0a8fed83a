import Testing
import Wire

@Suite struct LineDiffTests {
  @Test func linesKeepTheirEnds() {
    let diff = LineDiff(old: "a\r\n\nb", new: "")
    #expect(diff.old == ["a\r\n", "\n", "b"])
    #expect(diff.new == [])
    #expect(diff.changes == [LineDiff.Change(old: 0..<3, new: 0..<0)])
    #expect(diff.removedCount == 3 && diff.addedCount == 0)
  }

  @Test func namesWhatChanged() {
    #expect(LineDiff(old: "", new: "").changes == [])
    #expect(LineDiff(old: "a\nb\n", new: "a\nb\n").changes == [])
    #expect(
      LineDiff(old: "a\nb\nc\n", new: "a\nB\nc\nd\n").changes == [
        LineDiff.Change(old: 1..<2, new: 1..<2), LineDiff.Change(old: 3..<3, new: 3..<4),
      ])
    #expect(
      LineDiff(old: "a\n", new: "a").changes == [LineDiff.Change(old: 0..<1, new: 0..<1)])
    #expect(
      LineDiff(old: "\u{E9}\n", new: "e\u{301}\n").changes == [
        LineDiff.Change(old: 0..<1, new: 0..<1)
      ])
  }

  /// The example of Myers' paper: ABCABBA to CBABAC takes five edits.
  @Test func theExampleOfThePaper() {
    let diff = LineDiff(old: Self.text("ABCABBA"), new: Self.text("CBABAC"))
    #expect(diff.removedCount + diff.addedCount == 5)
    #expect(Self.applied(diff) == diff.new)
  }

  @Test func randomTextsAreChangedByTheFewestEdits() {
    var random = SeededRandom(seed: 9)
    for round in 0..<3000 {
      let letters = Array("abcdefgh".prefix(2 + round % 7))
      let old = Self.text(Self.word(letters, 0...14, &random))
      let new = Self.text(Self.word(letters, 0...14, &random))
      let diff = LineDiff(old: old, new: new)
      #expect(Self.applied(diff) == diff.new)
      #expect(Self.isTight(diff))
      let common = Self.longestCommon(diff.old, diff.new)
      #expect(
        diff.removedCount + diff.addedCount == diff.old.count + diff.new.count - 2 * common,
        "\(diff.old) \(diff.new)")
    }
  }

  /// More edits than the cost limit: still right, and done in reasonable time.
  @Test(.timeLimit(.minutes(1))) func beyondTheCostLimitTheResultIsStillRight() {
    var random = SeededRandom(seed: 10)
    let lines = LineDiff.costLimit * 8
    for kinds in [3, 50, 1_000_000] {
      let (old, new) = (0..<2).map { _ in
        (0..<lines).map { _ in "\(Int.random(in: 0..<kinds, using: &random))\n" }.joined()
      }.split()
      let diff = LineDiff(old: old, new: new)
      #expect(Self.applied(diff) == diff.new)
      #expect(Self.isTight(diff))
    }
  }

  @Test(.timeLimit(.minutes(1))) func hugeTextsWithNothingInCommon() {
    let old = (0..<10_000).map { "old \($0)\n" }.joined()
    let new = (0..<10_000).map { "new \($0)\n" }.joined()
    #expect(
      LineDiff(old: old, new: new).changes == [
        LineDiff.Change(old: 0..<10_000, new: 0..<10_000)
      ])
  }

  /// As few as a dynamic programme over all pairs finds.
  private static func longestCommon(_ old: [String], _ new: [String]) -> Int {
    var row = [Int](repeating: 0, count: new.count + 1)
    for line in old {
      var diagonal = 0
      for (index, other) in new.enumerated() {
        let above = row[index + 1]
        row[index + 1] = line == other ? diagonal + 1 : max(above, row[index])
        diagonal = above
      }
    }
    return row[new.count]
  }

  private static func applied(_ diff: LineDiff) -> [String] {
    var lines: [String] = []
    var at = 0
    for change in diff.changes {
      lines += diff.old[at..<change.old.lowerBound] + diff.new[change.new]
      at = change.old.upperBound
    }
    return lines + diff.old[at...]
  }

  /// Whether no change is empty and no two touch.
  private static func isTight(_ diff: LineDiff) -> Bool {
    diff.changes.allSatisfy { !$0.old.isEmpty || !$0.new.isEmpty }
      && zip(diff.changes, diff.changes.dropFirst()).allSatisfy {
        $0.old.upperBound < $1.old.lowerBound && $0.new.upperBound < $1.new.lowerBound
      }
  }

  private static func word(
    _ letters: [Character], _ lengths: ClosedRange<Int>, _ random: inout SeededRandom
  ) -> String {
    let length = Int.random(in: lengths, using: &random)
    return String((0..<length).compactMap { _ in letters.randomElement(using: &random) })
  }

  private static func text(_ letters: String) -> String { letters.map { "\($0)\n" }.joined() }
}

extension [String] {
  fileprivate func split() -> (String, String) { (self[0], self[1]) }
}
