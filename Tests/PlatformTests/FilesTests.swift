import Glibc
import Testing

@testable import Platform

@Suite struct FilesTests {
  @Test func replacesAtomicallyAndKeepsTheMode() throws {
    let scratch = try Scratch()
    let path = scratch("file")
    try Files.write(path, Array("one".utf8), mode: .exactly(0o640))
    let before = try #require(try Files.status(path))
    let reader = try Descriptor.open(path, O_RDONLY)
    try Files.write(path, Array("three".utf8))
    let after = try #require(try Files.status(path))
    #expect(after.mode == 0o640 && before.mode == 0o640)
    #expect(after.size == 5 && after.inode != before.inode)
    // Whoever had the old one open still reads the whole old one.
    #expect(try StandardStreams.readAll(reader.raw, limit: 10) == Array("one".utf8))
    #expect(try Files.list(scratch.path) == ["file"])
  }

  @Test func writesThroughASymlink() throws {
    let scratch = try Scratch()
    try Files.makeDirectories(scratch("real"))
    #expect(symlink("real/file", scratch("link")) == 0)
    try Files.write(scratch("link"), [1])
    try Files.write(scratch("link"), [2])
    #expect(try Files.read(scratch("real/file"), limit: 9) == [2])
    #expect(try Files.status(scratch("link"), links: .asThemselves)?.kind == .symlink)
    #expect(try Files.list(scratch("real")) == ["file"])
  }

  @Test func leavesNoTemporaryOnFailure() throws {
    let scratch = try Scratch()
    try Files.makeDirectories(scratch("directory/sub"))
    expect(.isDirectory) { try Files.write(scratch("directory"), [1]) }
    expect(.notFound) { try Files.write(scratch("none/file"), [1]) }
    #expect(try Files.list(scratch.path) == ["directory"])
  }

  /// Killed at any moment, a writer leaves the old content or the new one, never a mixture.
  @Test func aKilledWriterLeavesOldOrNew() async throws {
    let scratch = try Scratch()
    try Files.write(scratch("file"), [UInt8](repeating: 0, count: 300_000))
    let path = scratch.path
    for _ in 0..<25 {
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
        let delay = UInt32.random(in: 0..<8_000)
        try Thread.start {
          usleep(delay)
          kill(getpid(), SIGKILL)
        }
        var number: UInt8 = 0
        while true {
          number &+= 1
          try Files.write("\(path)/file", [UInt8](repeating: number, count: 300_000))
        }
      }
      let bytes = try Files.read(scratch("file"), limit: 1 << 20)
      #expect(bytes.count == 300_000 && bytes.allSatisfy { $0 == bytes[0] })
    }
  }

  @Test func createsOnlyWhatIsNotThere() throws {
    let scratch = try Scratch()
    try Files.create(scratch("a"), [1], mode: 0o644)
    expect(.exists) { try Files.create(scratch("a"), [2]) }
    #expect(try Files.read(scratch("a"), limit: 1) == [1])
    #expect(try Files.status(scratch("a"))?.mode == 0o644)
    try Files.create(scratch("b"), [3])
    expect(.exists) { try Files.move(scratch("a"), to: scratch("b")) }
    try Files.move(scratch("a"), to: scratch("c"))
    #expect(try Files.list(scratch.path) == ["b", "c"])
  }

  @Test func refusesWhatItShouldNotRead() throws {
    let scratch = try Scratch()
    try Files.append(scratch("five"), [1, 2, 3])
    try Files.append(scratch("five"), [4, 5])
    #expect(try Files.read(scratch("five"), limit: 5) == [1, 2, 3, 4, 5])
    expect(.tooLarge) { try Files.read(scratch("five"), limit: 4) }
    expect(.tooLarge) { try Files.read("/proc/self/maps", limit: 10) }
    expect(.notFound) { try Files.read(scratch("none"), limit: 1) }
    expect(.isDirectory) { try Files.read(scratch.path, limit: 1) }
    expect(.notDirectory) { try Files.read(scratch("five/x"), limit: 1) }
    // A FIFO nobody writes to must not block.
    #expect(mkfifo(scratch("fifo"), 0o600) == 0)
    expect(.invalid) { try Files.read(scratch("fifo"), limit: 1) }
    #expect(try Files.read("/proc/self/stat", limit: 4096).isEmpty == false)
  }

  @Test func looksListsAndRemoves() throws {
    let scratch = try Scratch()
    try Files.makeDirectories(scratch("a/b/c"))
    try Files.makeDirectories(scratch("a/b/c"))
    #expect(try Files.status(scratch("a/b"))?.mode == 0o700)
    #expect(try Files.status(scratch("none")) == nil)
    try Files.write(scratch("a/outside"), [])
    #expect(symlink(scratch("a"), scratch("a/b/link")) == 0)
    try Files.removeTree(scratch("a/b"))
    #expect(try Files.list(scratch("a")) == ["outside"])
    try Files.removeTree(scratch("a/b"))
    try Files.remove(scratch("a/outside"))
    try Files.remove(scratch("a/outside"))
    #expect(try Files.list(scratch.path) == ["a"])
    try Files.write(scratch("file"), [])
    expect(.notDirectory) { try Files.makeDirectories(scratch("file")) }
    expect(.notDirectory) { try Files.makeDirectories(scratch("file/x")) }
    // There, a name cannot be made although the directory it would be in exists.
    expect(.notFound) { try Files.makeDirectories("/proc/none/x") }
  }

  @Test(.enabled(if: geteuid() == 0, "mounting a small disk needs root"))
  func saysThatTheDiskIsFull() throws {
    let scratch = try Scratch()
    try Files.makeDirectories(scratch("disk"))
    let mounted = mount("tmpfs", scratch("disk"), "tmpfs", 0, "size=64k")
    // A container's root may not mount: then there is nothing to fill.
    guard mounted == 0 else { return withKnownIssue { Issue.record("cannot mount a tmpfs here") } }
    defer { umount2(scratch("disk"), Int32(MNT_DETACH)) }
    let path = scratch("disk/file")
    try Files.write(path, [7])
    let error = #expect(throws: PlatformError.self) {
      try Files.write(path, [UInt8](repeating: 1, count: 1 << 20))
    }
    #expect(error?.code == .diskFull)
    #expect(
      error?.message
        == "could not write \(path): No space left on device; "
        + "the disk is full or the quota used up: free some space and try again")
    #expect(try Files.list(scratch("disk")) == ["file"])
    #expect(try Files.read(path, limit: 1) == [7])
    expect(.diskFull) {
      try Files.append(path, [UInt8](repeating: 1, count: 1 << 20))
    }
    expect(.diskFull) { try Commands.start(scratch.shell("true", attempt: "disk/call.1")) }
  }

  @Test func locksExcludeAndAreFreed() throws {
    let scratch = try Scratch()
    var lock = try FileLock.tryExclusive(scratch("lock"))
    #expect(lock != nil)
    #expect(try FileLock.tryExclusive(scratch("lock")) == nil)
    #expect(try Files.status(scratch("lock"))?.mode == 0o600)
    lock = nil
    #expect(try FileLock.tryExclusive(scratch("lock")) != nil)
    expect(.notFound) { _ = try FileLock.tryExclusive(scratch("none/lock")) }
  }

  @Test func aLockDiesWithItsProcess() async throws {
    let scratch = try Scratch()
    let path = scratch("lock")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let lock = try FileLock.tryExclusive(path)
      try #require(lock != nil)
      withExtendedLifetime(lock) { _ = kill(getpid(), SIGKILL) }
    }
    #expect(try FileLock.tryExclusive(path) != nil)
  }
}

/// Expects a `PlatformError` with this code.
func expect<T>(
  _ code: PlatformError.Code, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> T
) {
  let error = #expect(throws: PlatformError.self, sourceLocation: sourceLocation) {
    _ = try body()
  }
  #expect(error?.code == code, sourceLocation: sourceLocation)
}
