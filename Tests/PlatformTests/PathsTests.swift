import Glibc
import Testing

@testable import Platform

@Suite struct PathsTests {
  @Test(arguments: [
    ("/", "/"), ("", "."), (".", "."), ("a/..", "."), ("a/../..", ".."), ("/..", "/"),
    ("/a/./b//c/", "/a/b/c"), ("/a/../../b", "/b"), ("../a/../b", "../b"), ("a/b/../c", "a/c"),
    ("/a/b/../..", "/"), ("./a", "a"),
  ])
  func normalizes(path: String, expected: String) {
    #expect(Paths.normalize(path) == expected)
  }

  @Test(arguments: [
    ("/a", "b", "/a/b"), ("/a/", "b", "/a/b"), ("/a", "/b", "/b"), ("/a", "", "/a"),
    ("/", "b", "/b"),
  ])
  func joins(base: String, path: String, expected: String) {
    #expect(Paths.join(base, path) == expected)
  }

  @Test(arguments: [
    ("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("/a/b/", "/a", "b"),
  ])
  func splits(path: String, directory: String, name: String) {
    #expect(Paths.split(path) == (directory, name))
  }

  @Test(arguments: [
    ("/a", "/a", true), ("/a", "/a/b", true), ("/a", "/ab", false), ("/", "/x", true),
    ("/a/b", "/a", false),
  ])
  func tellsWhatIsInside(directory: String, path: String, expected: Bool) {
    #expect(Paths.contains(directory, path) == expected)
  }

  /// Paths below the tree of `makeTree`, and where they lead; `~` stands for the tree.
  static let resolutions = [
    ("", "~"), ("real/file", "~/real/file"), ("link/file", "~/real/file"),
    ("link/new/deeper", "~/real/new/deeper"), ("link/..", "~"), ("real/sub/up/x", "~/x"),
    ("real/sub/up/../x", "~/../x"), ("chain", "~/real/sub"), ("chain/../file", "~/real/file"),
    ("dangling", "~/nowhere/at/all"), ("dangling/x", "~/nowhere/at/all/x"), ("out", "/usr"),
    ("out/../etc", "/etc"), ("out/../../../etc", "/etc"), ("missing/../real", "~/real"),
    ("real/file/below", "~/real/file/below"), ("/usr/./lib/..", "/usr"), ("./real/.", "~/real"),
  ]

  @Test(arguments: resolutions)
  func resolves(path: String, expected: String) throws {
    let scratch = try makeTree()
    // The temporary directory itself may be reached through symlinks.
    let root = try Paths.resolve(scratch.path, against: "/")
    let wanted = Paths.normalize(expected.replacing("~", with: root))
    #expect(try Paths.resolve(path, against: scratch.path) == wanted)
  }

  /// Where something exists, the answer is the C library's.
  @Test(arguments: ["real/file", "link/file", "chain", "chain/..", "out", "real/sub/up", "link/.."])
  func agreesWithRealpath(path: String) throws {
    let scratch = try makeTree()
    let pointer = try #require(realpath("\(scratch.path)/\(path)", nil))
    defer { free(pointer) }
    #expect(try Paths.resolve(path, against: scratch.path) == String(cString: pointer))
  }

  @Test func givesUpOnCircles() throws {
    let scratch = try makeTree()
    let error = #expect(throws: PlatformError.self) {
      try Paths.resolve("circle/x", against: scratch.path)
    }
    #expect(error?.number == ELOOP)
  }

  @Test func findsPrograms() throws {
    let scratch = try makeTree()
    try Files.write(scratch("real/tool"), [], mode: .exactly(0o755))
    let search = "\(scratch("none")):\(scratch("real"))"
    #expect(Paths.program("tool", searchPath: search) == scratch("real/tool"))
    #expect(Paths.program("file", searchPath: search) == nil)
    #expect(Paths.program("sub", searchPath: search) == nil)
    #expect(Paths.program("./x", searchPath: search) == "./x")
  }

  private func makeTree() throws -> Scratch {
    let scratch = try Scratch()
    try Files.makeDirectories(scratch("real/sub"))
    try Files.write(scratch("real/file"), [], mode: .exactly(0o600))
    let links = [
      ("real", "link"), ("../..", "real/sub/up"), ("link/sub", "chain"),
      ("nowhere/at/all", "dangling"), ("/usr", "out"), ("circle", "circle"),
    ]
    for (target, name) in links { try #require(symlink(target, scratch(name)) == 0) }
    return scratch
  }
}
