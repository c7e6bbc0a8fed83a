public import Events
import Platform
public import Runtime
import Synchronization
import Wire

extension SQLiteStore {
  public func append(_ batch: Batch) throws {
    batch.requireWellFormed()
    try requireWritable()
    try state.withLock { state throws(StoreError) in
      let connection = state.connection
      let blobs = state.pendingBlobs
      try connection.transaction { () throws(StoreError) in
        try Self.insert(blobs, connection)
        let last = try Self.lastSequence(of: batch.session, connection)
        guard last == batch.expectedLast else { throw StoreError.conflict(batch, found: last) }
        try Self.upsert(batch.summary, connection)
        for event in batch.events { try Self.insert(event, connection) }
        for id in batch.consumed {
          try connection.run(
            "DELETE FROM inbox WHERE id = ? AND session_id = ?",
            [.int(id), .text(batch.session.text)])
        }
      }
      state.pendingBlobs = []
    }
    PokeSocket.poke(directory: directory.pokes(of: batch.session))
  }

  public func events(of session: SessionID, after sequence: Int, limit: Int) throws -> [Event] {
    try state.withLock { state throws(StoreError) in
      try state.connection.rows(
        """
        SELECT sequence, id, type, ts, context, data FROM events
        WHERE session_id = ? AND sequence > ? ORDER BY sequence LIMIT ?
        """, [.text(session.text), .int(sequence), .int(max(limit, 0))]
      ) { row throws(StoreError) in try Self.event(row, of: session) }
    }
  }

  private static func lastSequence(
    of session: SessionID, _ connection: Connection
  ) throws(StoreError) -> Int {
    try connection.integer(
      "SELECT max(sequence) FROM events WHERE session_id = ?", [.text(session.text)]) ?? 0
  }

  private static func insert(_ event: Event, _ connection: Connection) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO events (session_id, sequence, id, type, turn_id, ts, version, context, data)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(event.sessionID.text), .int(event.sequence), .text(event.id.text),
        .text(event.fact.type), event.context.turnID.map { .text($0.text) } ?? .null,
        .int(Int(event.time.microseconds)), .int(Schema.eventVersion),
        .text(event.context.json.text), .text(event.fact.data.text),
      ])
  }

  private static func event(_ row: Row, of session: SessionID) throws(StoreError) -> Event {
    let sequence = row.int(0)
    do {
      guard let id = EventID(row.text(1)) else { throw FormatError(path: "id", expected: "an id") }
      return Event(
        id: id, sessionID: session, sequence: sequence,
        time: Timestamp(microseconds: Int64(row.int(3))),
        context: try EventContext(json: JSON.parse(row.text(4))),
        fact: Fact(type: row.text(2), data: try JSON.parse(row.text(5))))
    } catch {
      throw StoreError(
        code: .corrupt,
        message: """
          could not read event \(sequence) of \(session): \(error); the database is damaged: \
          restore a copy of it
          """)
    }
  }
}
