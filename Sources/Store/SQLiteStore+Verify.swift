import Runtime
import Synchronization

/// What a store has written since it was opened.
public struct StoreStatistics: Sendable, Equatable {
  /// Transactions committed.
  public var commits: Int
  /// Bytes of text handed to the database and of blobs and scratch texts written to files.
  public var bytes: Int

  public init(commits: Int, bytes: Int) {
    self.commits = commits
    self.bytes = bytes
  }
}

extension SQLiteStore {
  /// Problems reported by one `verify` at most, of each kind.
  public static let problemLimit = 100

  /// What this object has written since it was made.
  public func statistics() -> StoreStatistics {
    state.withLock { state in
      StoreStatistics(
        commits: state.connection.commits, bytes: state.connection.writtenBytes + state.fileBytes)
    }
  }

  /// Reads the whole database; every damage and every gap in a log in one sentence, none if sound.
  public func verify() throws -> [String] {
    try state.withLock { state throws(StoreError) in
      let connection = state.connection
      let damage = try connection.rows("PRAGMA integrity_check(\(Self.problemLimit))") {
        $0.text(0)
      }
      let gaps = try connection.rows(
        """
        SELECT session_id, count(*), min(sequence), max(sequence) FROM events GROUP BY session_id
        HAVING min(sequence) <> 1 OR max(sequence) <> count(*) LIMIT ?
        """, [.int(Self.problemLimit)]
      ) {
        "\($0.text(0)) has \($0.int(1)) events between \($0.int(2)) and \($0.int(3)): some are gone"
      }
      return damage.filter { $0 != "ok" } + gaps
    }
  }
}
