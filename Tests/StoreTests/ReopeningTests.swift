import Events
import Platform
import Runtime
import Synchronization
import Testing

@testable import Store

/// What is on the disk, and what a second life of the store finds there.
@Suite struct ReopeningTests {
  let directory: TemporaryDirectory
  let session = Sample.session(1)

  init() throws { directory = try TemporaryDirectory() }

  /// Writes one of everything; answers the hash of the blob.
  private func fill(_ store: SQLiteStore) throws -> String {
    let hash = try store.putBlob([1, 2, 3], mediaType: "text/plain")
    try store.append(Sample.batch(session, 1...3))
    try store.post(.rename(title: "t"), to: session)
    try store.appendScratch([9], of: Sample.id(1), in: session)
    _ = try store.own(session)
    return hash
  }

  @Test(arguments: [SQLiteStore.Access.readWrite, .readOnly])
  func everythingIsThereAgain(access: SQLiteStore.Access) throws {
    let hash = try fill(open(directory))
    let store = try SQLiteStore(directory: directory.path, access: access)
    #expect(try store.events(of: session, after: 0, limit: 9) == Sample.events(session, 1...3))
    #expect(try store.sessions(in: nil) == [Sample.summary(session)])
    #expect(try store.inbox(of: session).map(\.command) == [.rename(title: "t")])
    #expect(try store.blob(hash) == [1, 2, 3])
    #expect(try store.scratch(of: Sample.id(1), in: session) == [9])
    #expect(try store.verify() == [])
    #expect(store.statistics() == StoreStatistics(commits: 0, bytes: 0))
  }

  @Test func aStoreThatDiedWithoutClosingLosesNothing() throws {
    let store = try open(directory)
    let hash = try fill(store)
    // The files as they are while the first store still has them open: as after a kill.
    let copy = try TemporaryDirectory()
    for name in ["yolo.db", "yolo.db-wal"] {
      let bytes = try Files.read("\(directory.path)/\(name)", limit: 1 << 30)
      try Files.write("\(copy.path)/\(name)", bytes)
    }
    let second = try open(copy)
    #expect(try second.events(of: session, after: 0, limit: 9) == Sample.events(session, 1...3))
    #expect(try second.inbox(of: session).map(\.command) == [.rename(title: "t")])
    #expect(try second.verify() == [])
    #expect(try store.blob(hash) == [1, 2, 3])
  }

  @Test func onlyTheOwnerMayReadTheFiles() throws {
    let store = try open(directory, "/new/data")
    _ = try fill(store)
    var modes: [String: UInt32] = [:]
    func walk(_ path: String, _ name: String) throws {
      let status = try #require(try Files.status(path))
      modes[name] = status.mode
      guard status.kind == .directory else { return }
      for child in try Files.list(path) { try walk("\(path)/\(child)", "\(name)/\(child)") }
    }
    try walk(directory.path + "/new", "new")
    let hash = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"
    let (own, message): (String, MessageID) = ("new/data/sessions/\(session)", Sample.id(1))
    #expect(
      modes == [
        "new": 0o700, "new/data": 0o700, "new/data/yolo.db": 0o600, "new/data/yolo.db-wal": 0o600,
        "new/data/yolo.db-shm": 0o600, "new/data/blobs": 0o700, "new/data/blobs/03": 0o700,
        "new/data/blobs/03/\(hash)": 0o600, "new/data/sessions": 0o700, own: 0o700,
        "\(own)/lock": 0o600, "\(own)/scratch": 0o700, "\(own)/scratch/\(message)": 0o600,
      ])
  }

  @Test func aPathMayHoldAnyCharacter() throws {
    let odd = "/a b%41?mode=ro#\u{E9}'\u{1F600}"
    try open(directory, odd).append(Sample.batch(session, 1...1))
    #expect(try Files.list(directory.path) == [String(odd.dropFirst())])
    let store = try SQLiteStore(directory: directory.path + odd, access: .readOnly)
    #expect(try store.events(of: session, after: 0, limit: 9).count == 1)
  }

  @Test func theIndexNamesABlobWithTheNextCommit() throws {
    let store = try open(directory)
    let count = {
      try Connection("\(directory.path)/yolo.db", .readOnly).integer("SELECT count(*) FROM blobs")
    }
    _ = try store.putBlob([1], mediaType: "text/plain")
    _ = try store.putBlob([1], mediaType: "text/plain")
    #expect(try count() == 0)
    #expect(try code { try store.append(Sample.batch(session, 2...2)) } == .conflict)
    #expect(try count() == 0)
    try store.append(Sample.batch(session, 1...1))
    #expect(try count() == 1)
  }

  @Test func unnamedBlobsDoNotPileUp() throws {
    _ = try open(directory)
    let store = try open(directory)
    for number in 0..<SQLiteStore.pendingBlobLimit {
      #expect(store.state.withLock { $0.pendingBlobs.count } == number)
      _ = try store.putBlob([1], mediaType: "text/plain")
    }
    #expect(store.state.withLock { $0.pendingBlobs.count } == 0)
    #expect(store.statistics().commits == 1)
  }

  @Test func aDamagedBlobIsReportedAndCanBeStoredAgain() throws {
    let store = try open(directory)
    let hash = try store.putBlob([1, 2, 3], mediaType: "text/plain")
    let path = store.directory.blob(hash)
    for damage in [[1, 2, 4], [1, 2], []] as [[UInt8]] {
      try Files.write(path, damage)
      let error = try #require(try failure { _ = try store.blob(hash) })
      #expect(error.code == .corrupt)
      #expect(error.message.contains(path))
      #expect(try store.putBlob([1, 2, 3], mediaType: "text/plain") == hash)
      #expect(try store.blob(hash) == [1, 2, 3])
    }
  }

  @Test func aBlobThatIsTooLargeIsRefused() throws {
    let store = try open(directory)
    let bytes = [UInt8](repeating: 0, count: SQLiteStore.blobLimit + 1)
    #expect(try code { _ = try store.putBlob(bytes, mediaType: "text/plain") } == .io)
  }

  @Test func everyTransitionIsOneCommit() throws {
    let store = try open(directory)
    let before = store.statistics()
    _ = try store.putBlob([1, 2, 3], mediaType: "text/plain")
    var batch = Sample.batch(session, 1...3)
    try store.append(batch)
    let one = store.statistics()
    #expect(one.commits - before.commits == 1)
    batch = Sample.batch(session, 4...6)
    try store.append(batch)
    let two = store.statistics()
    #expect(two.commits - one.commits == 1)
    // The second one wrote no blob and no index row of one: hash, media type, three bytes.
    #expect((one.bytes - before.bytes) - (two.bytes - one.bytes) == 64 + 10 + 3)
  }
}
