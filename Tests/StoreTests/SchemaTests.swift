import Events
import Runtime
import Testing

@testable import Store

/// What the schema refuses, whoever writes to the database.
@Suite struct SchemaTests {
  let directory: TemporaryDirectory
  let store: SQLiteStore
  let session = Sample.session(1)

  init() throws {
    directory = try TemporaryDirectory()
    store = try open(directory)
    try store.append(Sample.batch(session, 1...3))
    try store.append(Sample.batch(Sample.session(2), 1...1))
    try store.post(.retryNow, to: session)
  }

  private func count(_ table: String) throws -> Int? {
    try Connection(store.directory.database, .readOnly).integer("SELECT count(*) FROM \(table)")
  }

  @Test(arguments: [
    "UPDATE events SET data = '{}'",
    "UPDATE events SET sequence = sequence + 10 WHERE sequence = 3",
    "DELETE FROM events",
    "DELETE FROM events WHERE sequence = 3",
    """
    INSERT INTO events (session_id, sequence, id, type, ts, version, context, data)
    SELECT session_id, sequence + 4, 'x', type, ts, version, context, data FROM events
    """,
    """
    INSERT INTO events (session_id, sequence, id, type, ts, version, context, data)
    SELECT session_id, sequence, id || 'x', type, ts, version, context, data FROM events
    """,
    """
    INSERT OR REPLACE INTO events (session_id, sequence, id, type, ts, version, context, data)
    SELECT session_id, sequence, id, type, ts, version, context, '{}' FROM events
    """,
    """
    INSERT OR REPLACE INTO events (session_id, sequence, id, type, ts, version, context, data)
    SELECT session_id, 4, id, type, ts, version, context, '{}' FROM events WHERE sequence = 3
    """,
    "UPDATE sessions SET status = 'running'",
  ])
  func nobodyChangesTheLog(script: String) throws {
    #expect(try code { try tamper(directory, script) } == .io)
    #expect(try store.events(of: session, after: 0, limit: 9) == Sample.events(session, 1...3))
    #expect(try store.verify() == [])
  }

  @Test func aDeletedSessionTakesEverythingWithIt() throws {
    try tamper(
      directory, "PRAGMA foreign_keys = ON; DELETE FROM sessions WHERE id = '\(session)'")
    #expect(try store.events(of: session, after: 0, limit: 9) == [])
    #expect(try store.inbox(of: session) == [])
    #expect(try count("events") == 1)
    #expect(try count("inbox") == 0)
    // Places in the order of all sessions are never used again.
    try store.append(Sample.batch(session, 1...1))
    let connection = try Connection(store.directory.database, .readOnly)
    #expect(try connection.integer("SELECT max(position) FROM events") == 5)
  }
}
