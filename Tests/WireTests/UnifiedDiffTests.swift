import Testing
import Wire

@Suite struct UnifiedDiffTests {
  @Test func hunksLookAsDiffWritesThem() {
    let old = (1...20).map { "\($0)\n" }.joined()
    let new = old.replacing("2\n3\n", with: "two\n3\n").replacing("19\n20\n", with: "19\n20\n21\n")
    #expect(
      UnifiedDiff.text(old: old, new: new, path: "dir/a b.txt") == """
        --- a/dir/a b.txt
        +++ b/dir/a b.txt
        @@ -1,5 +1,5 @@
         1
        -2
        +two
         3
         4
         5
        @@ -18,3 +18,4 @@
         18
         19
         20
        +21

        """)
  }

  @Test func positionsOfEmptyAndSingleLines() {
    #expect(UnifiedDiff.text(old: "same\n", new: "same\n", path: "f") == "")
    #expect(
      UnifiedDiff.text(old: "", new: "a\nb\n", path: "f")
        == "--- a/f\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n")
    #expect(
      UnifiedDiff.text(old: "a\n", new: "", path: "f")
        == "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n")
    #expect(
      UnifiedDiff.text(old: "a\nb\n", new: "a\nx\nb\n", path: "f", context: 0)
        == "--- a/f\n+++ b/f\n@@ -1,0 +2 @@\n+x\n")
  }

  @Test func missingLineEndsAreMarked() {
    #expect(
      UnifiedDiff.text(old: "a\nb", new: "a\nb\n", path: "f") == """
        --- a/f
        +++ b/f
        @@ -1,2 +1,2 @@
         a
        -b
        \\ No newline at end of file
        +b

        """)
    #expect(
      UnifiedDiff.text(old: "a\nb", new: "A\nb", path: "f")
        == "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n\\ No newline at end of file\n")
  }

  @Test func changesJoinWhenTheirContextsTouch() {
    func hunks(gap: Int) -> Int {
      let same = (0..<gap).map { "\($0)\n" }.joined()
      let text = UnifiedDiff.text(old: "a\n\(same)b\n", new: "A\n\(same)B\n", path: "f")
      return text.split(separator: "\n").count { $0.hasPrefix("@@") }
    }
    #expect([1, 6, 7, 20].map(hunks) == [1, 1, 2, 2])
  }

  @Test func randomEditsApply() throws {
    var random = SeededRandom(seed: 11)
    for _ in 0..<1500 {
      let count = Int.random(in: 0...60, using: &random)
      var lines = (0..<count).map { _ in "\(Int.random(in: 0..<30, using: &random))\n" }
      if random.one(in: 3), !lines.isEmpty { lines[count - 1] = "end" }
      let old = lines.joined()
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        let place = Int.random(in: 0...lines.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: lines.insert("new \(random.next() % 9)\n", at: place)
        case 1 where place < lines.count: lines.remove(at: place)
        case 2 where place < lines.count: lines[place] = "changed\r\n"
        default: break
        }
      }
      var new = lines.joined()
      if random.one(in: 3), new.utf8.last == 0x0A {
        new = String(decoding: new.utf8.dropLast(), as: UTF8.self)
      }
      for context in [0, 1, 3, 100] {
        let patch = UnifiedDiff.text(old: old, new: new, path: "f", context: context)
        #expect(try UnifiedPatch(patch).applied(to: old) == new, "\(patch)")
        #expect(patch.isEmpty == (old == new))
      }
    }
  }
}

/// A strict reader of unified differences: every position, count and context line must be right.
private struct UnifiedPatch {
  private struct Mismatch: Error { let line: String }

  private var lines: [String]

  init(_ text: String) throws {
    lines = Self.lines(text)
    if lines.isEmpty { return }
    guard lines.count > 2, lines[0] == "--- a/f\n", lines[1] == "+++ b/f\n" else {
      throw Mismatch(line: lines[0])
    }
    lines.removeFirst(2)
  }

  func applied(to text: String) throws -> String {
    let old = Self.lines(text)
    var output: [String] = []
    var at = 0
    var rest = lines[...]
    while let header = rest.popFirst() {
      let numbers = try Self.positions(header)
      var (oldLeft, newLeft) = (numbers.old.count, numbers.new.count)
      let start = oldLeft == 0 ? numbers.old.first : numbers.old.first - 1
      guard start >= at else { throw Mismatch(line: header) }
      output += old[at..<start]
      at = start
      guard output.count == (newLeft == 0 ? numbers.new.first : numbers.new.first - 1) else {
        throw Mismatch(line: header)
      }
      while oldLeft > 0 || newLeft > 0 {
        guard let marked = rest.popFirst(), let mark = marked.unicodeScalars.first else {
          throw Mismatch(line: header)
        }
        var line = String(marked.unicodeScalars.dropFirst())
        if rest.first == "\\ No newline at end of file\n" {
          line = String(line.unicodeScalars.dropLast())
          rest.removeFirst()
        }
        if mark != "+" {
          guard at < old.count, old[at] == line else { throw Mismatch(line: marked) }
          (at, oldLeft) = (at + 1, oldLeft - 1)
        }
        if mark != "-" {
          output.append(line)
          newLeft -= 1
        }
        guard " -+".unicodeScalars.contains(mark) else { throw Mismatch(line: marked) }
      }
    }
    return (output + old[at...]).joined()
  }

  private static func positions(
    _ header: String
  ) throws -> (old: (first: Int, count: Int), new: (first: Int, count: Int)) {
    let words = header.split(separator: " ")
    guard words.count == 4, words[0] == "@@", words[3] == "@@\n", words[1].first == "-",
      words[2].first == "+"
    else { throw Mismatch(line: header) }
    let pairs = try words[1...2].map { word in
      let numbers = word.dropFirst().split(separator: ",").compactMap { Int($0) }
      guard let first = numbers.first, numbers.count <= 2 else { throw Mismatch(line: header) }
      return (first: first, count: numbers.count == 2 ? numbers[1] : 1)
    }
    return (pairs[0], pairs[1])
  }

  /// The lines with their ends.
  private static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    for scalar in text.unicodeScalars {
      if lines.last?.unicodeScalars.last.map({ $0 == "\n" }) ?? true { lines.append("") }
      lines[lines.count - 1].unicodeScalars.append(scalar)
    }
    return lines
  }
}
