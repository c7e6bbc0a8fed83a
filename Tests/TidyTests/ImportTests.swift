import Testing

/// The arrows of ARCHITECTURE.md, of Package.swift and of the sources are the same arrows.
struct ImportTests {
  /// What any target may import besides its row of the table: no input, no output.
  static let everywhere: Set = ["Synchronization"]
  /// What only the rows that name it may import.
  static let system: Set = ["Glibc"]
  static let inTests: Set = ["Synchronization", "Glibc", "Dispatch", "Testing"]

  static let table = TargetTable(Tree.file("ARCHITECTURE.md"))
  static let targets = PackageManifest.targets()

  @Test func theTableListsEveryTarget() {
    #expect(!Self.targets.isEmpty, "`swift package dump-package` does not answer")
    let swiftTargets = Self.targets.filter { !$0.isTest && !$0.isShim }
    #expect(Set(Self.table.rows.keys) == Set(swiftTargets.map(\.name)))
  }

  @Test func everySourceFileBelongsToATarget() {
    let folders = Self.targets.map { $0.folder + "/" }
    let stray = SizeTests.sources.map(\.path)
      .filter { path in !folders.contains { path.hasPrefix($0) } }
    #expect(stray == [], "declare its target in Package.swift, or it is neither built nor run")
  }

  @Test func theTableSaysWhatPackageSwiftDeclares() {
    for target in Self.targets {
      guard let row = Self.table.rows[target.name] else { continue }
      #expect(row.subtracting(Self.system) == target.dependencies, "\(target.name)")
    }
  }

  @Test func sourcesImportOnlyWhatTheTableAllows() {
    var wrong: [String] = []
    for target in Self.targets {
      let allowed =
        target.isTest
        ? target.dependencies.union(Self.inTests)
        : (Self.table.rows[target.name] ?? []).union(Self.everywhere)
      for file in Tree.files(under: target.folder, ending: ".swift") {
        wrong += file.imports.filter { !allowed.contains($0.module) }
          .map { "\(file.place($0.line)): \(target.name) may not import \($0.module)" }
      }
    }
    #expect(wrong == [])
  }

  @Test func everyTargetSaysWhatItIsFor() {
    let folders = Self.targets.filter { !$0.isTest && !$0.isShim && $0.name != "Embed" }
      .map(\.folder)
    for folder in folders + ["Sources/TUI", "Sources/MCPStdio"] {
      let readme = Tree.file("\(folder)/README.md")
      #expect(readme != nil, "\(folder) has no README.md")
      #expect((readme?.lines.count ?? 0) <= 40, "\(folder)/README.md is longer than 40 lines")
    }
  }

  @Test func importsAreFoundInEveryForm() {
    let file = SourceFile(
      path: "a.swift",
      text: """
        import A
        public import B
        @preconcurrency @testable import struct C.D
        // import E
        """)
    #expect(file.imports.map(\.module) == ["A", "B", "C"])
  }
}

/// The table of targets in ARCHITECTURE.md: rows of `| **Name** | imports | …`.
struct TargetTable: Sendable {
  private(set) var rows: [String: Set<String>] = [:]

  init(_ file: SourceFile?) {
    let lines = file?.lines ?? []
    guard let header = lines.firstIndex(where: { $0.hasPrefix("| Target | May import |") })
    else { return }
    for line in lines[(header + 2)...].prefix(while: { $0.hasPrefix("|") }) {
      let cells = line.split(separator: "|").map { $0.words.joined(separator: " ") }
      let name = cells[0].filter { $0.isLetter }
      let imports = cells[1].split(separator: ",").map { $0.words.joined() }
      rows[name] = Set(imports.filter { $0 != "—" })
    }
  }
}

extension SourceFile {
  /// The imported modules and their lines.
  fileprivate var imports: [(line: Int, module: String)] {
    code.indices.compactMap { line in
      let words = code[line].words
      guard let keyword = words.firstIndex(of: "import"),
        words[..<keyword].allSatisfy({ $0.hasPrefix("@") || Self.accessLevels.contains($0) })
      else { return nil }
      let path = words[(keyword + 1)...].drop { Self.kinds.contains($0) }.first ?? ""
      return (line, String(path.prefix { $0 != "." }))
    }
  }

  private static let accessLevels: Set = [
    "public", "package", "internal", "private", "fileprivate",
  ]
  private static let kinds: Set = ["struct", "class", "enum", "protocol", "func", "let", "var"]
}

extension StringProtocol {
  fileprivate var words: [String] {
    String(self).split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
