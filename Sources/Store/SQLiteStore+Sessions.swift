public import Events
import Platform
import Runtime
import Synchronization
import Wire

extension SQLiteStore {
  private static let columns = """
    id, kind, title, cwd, provider, model, status, messages, usage, created, updated, origin
    """

  /// Sessions, those used last first; of one directory, or all.
  public func sessions(in directory: String?) throws -> [SessionSummary] {
    let order = "ORDER BY updated DESC, created DESC, id DESC"
    let stored =
      if let directory {
        try summaries("WHERE cwd = ? \(order)", [.text(directory)])
      } else {
        try summaries(order, [])
      }
    return try stored.map(withStatus)
  }

  public func summary(of session: SessionID) throws -> SessionSummary? {
    try summaries("WHERE id = ?", [.text(session.text)]).first.map(withStatus)
  }

  private func summaries(
    _ condition: String, _ values: [SQLValue]
  ) throws(StoreError) -> [SessionSummary] {
    try state.withLock { state throws(StoreError) in
      try state.connection.rows(
        "SELECT \(Self.columns) FROM sessions \(condition)", values, Self.summary)
    }
  }

  private func withStatus(_ summary: SessionSummary) throws -> SessionSummary {
    // An idle session needs no look at its lock.
    summary.status == .idle ? summary : summary.withStatus(isOwned: try isOwned(summary.id))
  }

  static func upsert(_ summary: SessionSummary, _ connection: Connection) throws(StoreError) {
    try connection.run(
      """
      INSERT INTO sessions (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET
        kind = excluded.kind, title = excluded.title, cwd = excluded.cwd,
        provider = excluded.provider, model = excluded.model, status = excluded.status,
        messages = excluded.messages, usage = excluded.usage, created = excluded.created,
        updated = excluded.updated, origin = excluded.origin
      """,
      [
        .text(summary.id.text), .text(summary.kind.rawValue), .text(summary.title),
        .text(summary.cwd), .text(summary.provider), .text(summary.model),
        .text(summary.status == .idle ? "idle" : "open"), .int(summary.messages),
        .text(summary.usage.json.text), .int(Int(summary.createdAt.microseconds)),
        .int(Int(summary.updatedAt.microseconds)),
        summary.origin.map { .text($0.json.text) } ?? .null,
      ])
  }

  private static func summary(_ row: Row) throws(StoreError) -> SessionSummary {
    do {
      guard let id = SessionID(row.text(0)) else {
        throw FormatError(path: "id", expected: "a session id")
      }
      return SessionSummary(
        id: id,
        // A kind of a later version is listed as a chat.
        kind: SessionSummary.Kind(rawValue: row.text(1)) ?? .chat,
        title: row.text(2), cwd: row.text(3), provider: row.text(4), model: row.text(5),
        status: row.text(6) == "idle" ? .idle : .running, messages: row.int(7),
        usage: try Usage(json: JSON.parse(row.text(8))),
        createdAt: Timestamp(microseconds: Int64(row.int(9))),
        updatedAt: Timestamp(microseconds: Int64(row.int(10))),
        origin: try row.optionalText(11).map { try Origin(json: JSON.parse($0)) })
    } catch {
      throw StoreError(
        code: .corrupt,
        message: """
          could not read the summary of session \(row.text(0)): \(error); the database is \
          damaged: restore a copy of it
          """)
    }
  }
}
