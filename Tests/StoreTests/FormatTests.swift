import Events
import Platform
import Runtime
import Synchronization
import Testing

@testable import Store

/// Migrations, newer formats, and files that are not ours.
@Suite struct FormatTests {
  let directory: TemporaryDirectory
  let session = Sample.session(1)
  var database: String { "\(directory.path)/yolo.db" }

  init() throws { directory = try TemporaryDirectory() }

  private func open(with script: String) throws -> SQLiteStore {
    let list = Schema.migrations + [Migration(version: 2, script: script)]
    return try SQLiteStore(
      directory: directory.path, access: .readWrite, migrations: Migrations(list: list))
  }

  private func version(_ path: String) throws -> Int? {
    try Connection(path, .readOnly).integer("PRAGMA user_version")
  }

  @Test func aNewDatabaseSaysWhatItIs() throws {
    _ = try StoreTests.open(directory)
    #expect(try Files.list(directory.path) == ["yolo.db"], "a closed store leaves no log behind")
    let connection = try Connection(database, .readOnly)
    let pragma = { (name: String) in try connection.rows("PRAGMA \(name)") { $0.text(0) } }
    #expect(try pragma("application_id") == ["\(0x796F_6C6F)"])
    #expect(try pragma("user_version") == ["1"])
    #expect(try pragma("journal_mode") == ["wal"])
  }

  @Test func aCommitIsOnTheDiskWhenItReturns() throws {
    let store = try StoreTests.open(directory)
    let (synchronous, keys) = try store.state.withLock { state in
      (
        try state.connection.integer("PRAGMA synchronous"),
        try state.connection.integer("PRAGMA foreign_keys")
      )
    }
    #expect(synchronous == 2)
    #expect(keys == 1)
  }

  @Test func aMigrationKeepsACopyOfWhatWas() throws {
    try StoreTests.open(directory).append(Sample.batch(session, 1...2))
    let backup = "\(directory.path)/backups/yolo.v1.db"
    let store = try open(with: "ALTER TABLE sessions ADD COLUMN host TEXT; CREATE TABLE x (y)")
    try store.append(Sample.batch(session, 3...3))
    #expect(try version(database) == 2)
    #expect(try store.events(of: session, after: 0, limit: 9) == Sample.events(session, 1...3))
    #expect(try version(backup) == 1)
    #expect(try Connection(backup, .readOnly).integer("SELECT count(*) FROM events") == 2)
    #expect(try Files.status(backup)?.mode == 0o600)
    #expect(try Files.list("\(directory.path)/backups") == ["yolo.v1.db"])
    // Opening again migrates nothing.
    _ = try open(with: "this is not even SQL")
  }

  @Test func aMigrationThatFailsChangesNothing() throws {
    try StoreTests.open(directory).append(Sample.batch(session, 1...2))
    let broken = "CREATE TABLE half (done); INSERT INTO nowhere VALUES (1)"
    #expect(try code { _ = try open(with: broken) } == .io)
    #expect(try version(database) == 1)
    let connection = try Connection(database, .readOnly)
    #expect(try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == 0)
    let store = try open(with: "CREATE TABLE whole (done)")
    #expect(try store.events(of: session, after: 0, limit: 9) == Sample.events(session, 1...2))
    #expect(try version(database) == 2)
  }

  @Test func manyMayMigrateAtTheSameTime() async throws {
    try StoreTests.open(directory).append(Sample.batch(session, 1...2))
    let (path, list) = (
      directory.path,
      Schema.migrations + [Migration(version: 2, script: "CREATE TABLE once (only)")]
    )
    try await withThrowingTaskGroup { group in
      for _ in 0..<6 {
        group.addTask {
          let store = try SQLiteStore(
            directory: path, access: .readWrite, migrations: Migrations(list: list))
          #expect(try store.events(of: Sample.session(1), after: 0, limit: 9).count == 2)
        }
      }
      try await group.waitForAll()
    }
    #expect(try version(database) == 2)
  }

  @Test func anOlderDatabaseIsNotReadWithoutItsMigration() throws {
    _ = try StoreTests.open(directory)
    let list = Schema.migrations + [Migration(version: 2, script: "CREATE TABLE x (y)")]
    let error = try failure {
      _ = try SQLiteStore(
        directory: directory.path, access: .readOnly, migrations: Migrations(list: list))
    }
    #expect(error?.code == .readOnly)
    #expect(error?.message.contains("open it once for writing") == true)
    #expect(try version(database) == 1)
  }

  @Test(arguments: [SQLiteStore.Access.readWrite, .readOnly])
  func aNewerDatabaseIsReadButNotWritten(access: SQLiteStore.Access) throws {
    try StoreTests.open(directory).append(Sample.batch(session, 1...2))
    try tamper(directory, "PRAGMA user_version = 7; ALTER TABLE events ADD COLUMN later TEXT")
    let store = try SQLiteStore(directory: directory.path, access: access)
    #expect(try store.events(of: session, after: 0, limit: 9) == Sample.events(session, 1...2))
    #expect(try store.sessions(in: nil) == [Sample.summary(session)])
    #expect(try store.verify() == [])
    let refusal = try #require(store.refusal)
    #expect(try refusals(of: store) == Array(repeating: refusal, count: 7))
    #expect(refusal.code == .newerVersion)
    #expect(refusal.message.contains("has format 7"))
    #expect(refusal.message.contains("formats up to 1"))
    #expect(try version(database) == 7)
    #expect(try Files.list(directory.path).contains("backups") == false)
  }

  @Test(arguments: [SQLiteStore.Access.readWrite, .readOnly])
  func anotherProgramsDatabaseIsLeftAlone(access: SQLiteStore.Access) throws {
    try Files.write(database, [])
    try tamper(directory, "CREATE TABLE theirs (x)")
    let before = try Files.read(database, limit: 1 << 20)
    let error = try failure { _ = try SQLiteStore(directory: directory.path, access: access) }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("not one of yolo") == true)
    #expect(try Files.read(database, limit: 1 << 20) == before)
    #expect(try Files.list(directory.path) == ["yolo.db"])
  }

  @Test(arguments: [SQLiteStore.Access.readWrite, .readOnly])
  func aFileThatIsNoDatabaseIsCorrupt(access: SQLiteStore.Access) throws {
    let garbage = Array(String(repeating: "not a database ", count: 500).utf8)
    try Files.write(database, garbage)
    let error = try failure { _ = try SQLiteStore(directory: directory.path, access: access) }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("restore a copy") == true)
    #expect(try Files.read(database, limit: 1 << 20) == garbage)
  }

  @Test func aTruncatedDatabaseIsCorrupt() throws {
    let store = try StoreTests.open(directory)
    try store.append(Sample.batch(session, 1...2000))
    try store.state.withLock { try $0.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)") }
    let whole = try Files.read(database, limit: 1 << 30)
    for length in [100, 4096, whole.count / 2, whole.count - 4096] {
      let copy = try TemporaryDirectory()
      try Files.write("\(copy.path)/yolo.db", Array(whole[..<length]))
      #expect(try code { _ = try StoreTests.open(copy) } == .corrupt, "\(length) bytes")
    }
  }

  /// A copy made while the database was in use, without its log, is older, never wrong.
  @Test func aCopyWithoutItsLogIsAnOlderState() throws {
    let store = try StoreTests.open(directory)
    for sequence in 1...50 { try store.append(Sample.batch(session, sequence...sequence)) }
    try store.state.withLock { try $0.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)") }
    for sequence in 51...90 { try store.append(Sample.batch(session, sequence...sequence)) }
    let copy = try TemporaryDirectory()
    try Files.write("\(copy.path)/yolo.db", Files.read(database, limit: 1 << 30))
    let second = try StoreTests.open(copy)
    #expect(try second.events(of: session, after: 0, limit: 99) == Sample.events(session, 1...50))
    #expect(try second.verify() == [])
  }

  @Test func damageInsideIsReportedByName() throws {
    let store = try StoreTests.open(directory)
    try store.append(Sample.batch(session, 1...5))
    try tamper(
      directory,
      """
      DROP TRIGGER events_never_change; DROP TRIGGER events_stay;
      UPDATE events SET data = '{"broken' WHERE sequence = 2; DELETE FROM events WHERE sequence = 4
      """)
    let error = try failure { _ = try store.events(of: session, after: 0, limit: 9) }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("event 2 of \(session)") == true)
    #expect(try store.verify() == ["\(session) has 4 events between 1 and 5: some are gone"])
  }
}
