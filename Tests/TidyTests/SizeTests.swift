import Testing

/// Small files and functions are what keeps the tree readable for people and agents.
struct SizeTests {
  static let fileLimit = 400
  static let medianLimit = 150
  static let functionLimit = 60
  static let columnLimit = 100

  static let swift =
    Tree.files(under: "Sources", ending: ".swift") + Tree.files(under: "Tests", ending: ".swift")
  static let sources = swift + Tree.files(under: "Sources", ending: ".c", ".h")

  @Test func thereIsSomethingToCheck() {
    #expect(Self.swift.count > 20)
    #expect(Tree.has("Package.swift"))
  }

  @Test func filesAreShort() {
    let long = Self.sources.filter { $0.lines.count > Self.fileLimit }
    #expect(long.map { "\($0.path): \($0.lines.count) lines" } == [])
  }

  @Test func theMedianFileIsShort() {
    let counts = Self.swift.filter { $0.path.hasPrefix("Sources/") }.map(\.lines.count).sorted()
    #expect(counts[counts.count / 2] < Self.medianLimit)
  }

  @Test func functionsAreShort() {
    let long = Self.swift.flatMap { file in
      file.functions.filter { $0.lineCount > Self.functionLimit }
        .map { "\(file.place($0.line)): \($0.lineCount) lines" }
    }
    #expect(long == [])
  }

  @Test func linesAreNarrow() {
    let wide = Self.sources.flatMap { file in
      file.lines.indices.filter { file.lines[$0].count > Self.columnLimit }.map { file.place($0) }
    }
    #expect(wide == [])
  }

  @Test func bracesInStringsAndCommentsDoNotCount() {
    let file = SourceFile(
      path: "a.swift",
      text: #"""
        struct A {
          var a: Int
          init(b: String) {
            a = b == "}" ? 1 : 2  // }
            print("\(b.map { "}" + "\($0)" })")
          }
          var c: Int { 1 }
        }
        """#)
    #expect(
      file.functions == [
        FunctionExtent(line: 2, lineCount: 4), FunctionExtent(line: 6, lineCount: 1),
      ])
  }
}
