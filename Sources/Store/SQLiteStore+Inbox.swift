public import Events
import Platform
public import Runtime
import Synchronization
import Wire

extension SQLiteStore {
  /// Leaves a command for whoever drives the session, and wakes it. An input whose key waits
  /// already is not left twice.
  public func post(_ command: Command, to session: SessionID) throws {
    try requireWritable()
    try state.withLock { state throws(StoreError) in
      let connection = state.connection
      try connection.transaction { () throws(StoreError) in
        try connection.run(
          """
          INSERT INTO inbox (session_id, key, command, created) VALUES (?, ?, ?, ?)
          ON CONFLICT (session_id, key) DO NOTHING
          """,
          [
            .text(session.text), command.inputKey.map { .text($0) } ?? .null,
            .text(command.json.text), .int(Int(SystemClock.now())),
          ])
      }
    }
    PokeSocket.poke(directory: directory.pokes(of: session))
  }

  /// What waits for the driver, in order; commands of a later version stay where they are.
  public func inbox(of session: SessionID) throws -> [InboxEntry] {
    let rows = try state.withLock { state throws(StoreError) in
      try state.connection.rows(
        "SELECT id, command FROM inbox WHERE session_id = ? ORDER BY id", [.text(session.text)]
      ) { ($0.int(0), $0.text(1)) }
    }
    return rows.compactMap { id, text in
      // What does not decode is a command that this version does not know.
      guard let json = try? JSON.parse(text), let command = try? Command(json: json) else {
        return nil
      }
      return InboxEntry(id: id, command: command)
    }
  }

  public func wakeups(of session: SessionID) throws -> AsyncStream<Void> {
    try requireWritable()
    let socket = try translating { () throws(PlatformError) in
      try PokeSocket(directory: directory.pokes(of: session))
    }
    // The closure keeps the socket for as long as somebody can still ask the stream.
    return AsyncStream {
      for await _ in socket.wakes { return () }
      return nil
    }
  }
}
