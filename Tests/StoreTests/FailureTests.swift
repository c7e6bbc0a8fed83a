import Events
import Glibc
import Platform
import Runtime
import Testing

@testable import Store

/// What goes wrong below the store: rights, space, odd files.
@Suite struct FailureTests {
  let directory: TemporaryDirectory
  let session = Sample.session(1)
  var data: String { "\(directory.path)/data" }

  init() throws { directory = try TemporaryDirectory() }

  private func opening(_ path: String, _ access: SQLiteStore.Access) throws -> StoreError? {
    try failure { _ = try SQLiteStore(directory: path, access: access) }
  }

  @Test func aStoreForReadingWritesNothing() throws {
    try open(directory).append(Sample.batch(session, 1...1))
    let before = try Files.list(directory.path)
    let store = try SQLiteStore(directory: directory.path, access: .readOnly)
    let refusal = try #require(store.refusal)
    #expect(refusal.code == .readOnly)
    #expect(try refusals(of: store) == Array(repeating: refusal, count: 7))
    #expect(try Files.list(directory.path).filter { !$0.hasPrefix("yolo.db-") } == before)
  }

  @Test func thereIsNothingToReadWhereNothingWasWritten() throws {
    let error = try opening(data, .readOnly)
    #expect(error?.code == .io)
    #expect(error?.message.contains("there are no sessions in \(data)") == true)
    #expect(try Files.status(data) == nil)
  }

  @Test func aFileIsNoDataDirectory() throws {
    try Files.write(data, [1])
    for path in [data, "\(data)/below"] {
      let error = try opening(path, .readWrite)
      #expect(error?.code == .io)
      #expect(error?.message.contains("not a directory") == true, "\(error?.message ?? "")")
    }
  }

  @Test func aDirectoryIsNoDatabase() throws {
    try Files.makeDirectories("\(data)/yolo.db")
    for access in [SQLiteStore.Access.readWrite, .readOnly] {
      let error = try opening(data, access)
      #expect(error?.code == .io)
      #expect(error?.message.contains("\(data)/yolo.db") == true, "\(error?.message ?? "")")
    }
  }

  @Test func aDirectoryOfSomebodyElseIsRefused() throws {
    try open(directory, "/data").append(Sample.batch(session, 1...1))
    if !isRoot { #expect(chmod(data, 0) == 0) }
    let errors = try asOrdinaryUser {
      [try opening(data, .readWrite), try opening(data, .readOnly)]
    }
    for error in errors {
      #expect(error?.code == .permission)
      #expect(error?.message.contains("check the owner and the permissions") == true)
    }
    #expect(chmod(data, 0o700) == 0)
  }

  @Test func filesThatMayOnlyBeReadAreReadOnly() throws {
    try open(directory, "/data").append(Sample.batch(session, 1...1))
    for (path, mode) in [(directory.path, 0o755), (data, 0o555), ("\(data)/yolo.db", 0o444)] {
      #expect(chmod(path, mode_t(mode)) == 0)
    }
    try asOrdinaryUser {
      let error = try opening(data, .readWrite)
      #expect(error?.code == .permission)
      #expect(error?.message.contains(data) == true)
      let store = try SQLiteStore(directory: data, access: .readOnly)
      #expect(try store.events(of: session, after: 0, limit: 9) == Sample.events(session, 1...1))
    }
    #expect(chmod(data, 0o755) == 0)
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
  func aReadOnlyFileSystemCanBeRead() throws {
    let disk = try SmallDisk(below: directory, bytes: 4 << 20)
    try SQLiteStore(directory: disk.path, access: .readWrite).append(Sample.batch(session, 1...1))
    try disk.makeReadOnly()
    let error = try opening(disk.path, .readWrite)
    #expect(error?.code == .readOnly)
    #expect(error?.message.contains("read-only") == true)
    let store = try SQLiteStore(directory: disk.path, access: .readOnly)
    #expect(try store.events(of: session, after: 0, limit: 9) == Sample.events(session, 1...1))
    #expect(try store.verify() == [])
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
  func aFullDiskLosesNothing() throws {
    let disk = try SmallDisk(below: directory, bytes: 2 << 20)
    let store = try SQLiteStore(directory: disk.path, access: .readWrite)
    var last = 0
    var error: StoreError?
    while error == nil, last < 10_000 {
      error = try failure { try store.append(Sample.batch(session, (last + 1)...(last + 20))) }
      if error == nil { last += 20 }
    }
    #expect(error?.code == .diskFull)
    #expect(error?.message.contains("free some space") == true)
    let blob = [UInt8](repeating: 1, count: 1 << 20)
    #expect(try code { _ = try store.putBlob(blob, mediaType: "x/y") } == .diskFull)
    #expect(
      try store.events(of: session, after: 0, limit: 20_000) == Sample.events(session, 1...last))
    #expect(mount("none", disk.path, "tmpfs", UInt(MS_REMOUNT), "size=8m") == 0)
    try store.append(Sample.batch(session, (last + 1)...(last + 20)))
    #expect(try store.verify() == [])
    #expect(try SQLiteStore(directory: disk.path, access: .readWrite).verify() == [])
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "needs the right to mount a file system"))
  func aDiskThatIsFullFromTheStartIsNamed() throws {
    let disk = try SmallDisk(below: directory, bytes: 16384)
    let error = try opening("\(disk.path)", .readWrite)
    #expect(error?.code == .diskFull)
    #expect(error?.message.contains("free some space") == true)
  }
}
