import Testing

/// Calls that have a better replacement here.
struct BannedCallTests {
  struct Ban: Sendable {
    var call: String
    var instead: String
    /// Folders where it is at home.
    var allowedIn: [String] = []
    /// Whether a comment beside it that gives the reason makes it right.
    var allowsReason = false
  }

  static let bans = [
    Ban(call: "import Foundation", instead: "Wire and Platform (decision 0007)"),
    Ban(call: "try!", instead: "throw, or `guard` with a precondition that names the values"),
    Ban(call: "fatalError(", instead: "`preconditionFailure` with the values, or an error"),
    Ban(
      call: "print(", instead: "a front end's output; libraries do not print",
      allowedIn: ["Sources/Yolo/", "Sources/Examples/", "Tests/"]),
    Ban(
      call: "Task.sleep", instead: "`World.sleep`, which tests script, or say why not",
      allowedIn: ["Sources/Platform/", "Sources/Store/"], allowsReason: true),
    Ban(call: "@unchecked Sendable", instead: "a `Mutex`, or say why not", allowsReason: true),
    Ban(call: "nonisolated(unsafe)", instead: "a `Mutex`, or say why not", allowsReason: true),
  ]

  /// Where a failure may be dropped only for a reason.
  static let dropped = Ban(
    call: "try?", instead: "`do`/`catch`, or say why the failure does not matter",
    allowsReason: true)

  @Test(arguments: bans) func isNotCalled(_ ban: Ban) {
    #expect(SizeTests.swift.flatMap { $0.uses(of: ban) } == [])
  }

  @Test func failuresAreNotDroppedWithoutAReason() {
    let sources = SizeTests.swift.filter { $0.path.hasPrefix("Sources/") }
    #expect(sources.flatMap { $0.uses(of: Self.dropped) } == [])
    let silent = sources.flatMap { file in
      file.lines.indices.filter { file.lines[$0].contains("catch {}") }.map { file.place($0) }
    }
    #expect(silent == [], "handle the error, or say in the block why it does not matter")
  }

  @Test func nothingIsLeftForLater() {
    // Spelled in two halves, so that this file may say so.
    let marks = ["TO" + "DO", "FIX" + "ME"]
    let left = SizeTests.sources.flatMap { file in
      file.lines.indices.filter { line in marks.contains { file.lines[line].contains($0) } }
        .map { file.place($0) }
    }
    #expect(left == [], "do it now, or leave it out and say so in the documentation")
  }

  @Test func aCallIsSeenOnlyWhereItIsCode() {
    let file = SourceFile(
      path: "Sources/Wire/A.swift",
      text: """
        // print(1)
        let a = "print(2)"
        screen.print(3); fingerprint(4)
        print(5)

        // Guarded by the log thread.
        nonisolated(unsafe) var b = 1



        nonisolated(unsafe) var c = 1
        """)
    let uses = Self.bans.flatMap { file.uses(of: $0) }
    #expect(
      uses.map { $0.prefix { $0 != " " } } == ["Sources/Wire/A.swift:4", "Sources/Wire/A.swift:11"])
  }
}

extension SourceFile {
  /// How many lines above a call, and below it, a comment may stand to be its reason.
  private static let reach = (above: 3, below: 1)

  fileprivate func uses(of ban: BannedCallTests.Ban) -> [String] {
    if ban.allowedIn.contains(where: { path.hasPrefix($0) }) { return [] }
    // A file may well call what it declares itself.
    if code.contains(where: { $0.contains("func \(ban.call)") }) { return [] }
    return code.indices.filter { line in
      code[line].calls(ban.call) && !(ban.allowsReason && hasComment(near: line))
    }
    .map { "\(place($0)) has \(ban.call) — use \(ban.instead)" }
  }

  private func hasComment(near line: Int) -> Bool {
    let first = max(0, line - Self.reach.above)
    let last = min(lines.count - 1, line + Self.reach.below)
    return lines[first...last].contains { $0.contains("//") }
  }
}

extension String {
  /// Whether the text stands here, not as the end of a longer name or as somebody's method.
  fileprivate func calls(_ call: String) -> Bool {
    var rest = self[...]
    var before: Character?
    while !rest.isEmpty {
      let isPartOfAName = before.map { $0.isLetter || $0.isNumber || "_.".contains($0) } ?? false
      if !isPartOfAName, rest.hasPrefix(call) { return true }
      before = rest.removeFirst()
    }
    return false
  }
}
