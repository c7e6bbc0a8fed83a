import Glibc
import Platform
import Runtime

/// One step of the database's format.
struct Migration: Sendable {
  /// The `user_version` after it: 1, 2, 3 …
  var version: Int
  var script: String
}

/// Recognizes a database and brings it to the newest format.
struct Migrations {
  /// What a database is, from its header and its size.
  enum Format: Equatable {
    case empty
    case version(Int)
  }

  var list: [Migration] = Schema.migrations

  /// The newest format this version knows.
  var latest: Int { list.last?.version ?? 0 }

  /// The format of a database; whatever is not one of ours is `corrupt`.
  func format(of connection: Connection) throws(StoreError) -> Format {
    // One statement, since another process may be making the database just now.
    let found = try connection.rows(
      """
      SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema)
      FROM pragma_user_version, pragma_application_id
      """
    ) { (version: $0.int(0), application: $0.int(1), tables: $0.int(2)) }
    switch found.first {
    case (let version, Schema.applicationID, _)? where version > 0: return .version(version)
    case (0, 0, 0)?: return .empty
    default: break
    }
    throw StoreError(
      code: .corrupt,
      message: """
        \(connection.path) is a database, but not one of yolo; move it away or use another data \
        directory
        """)
  }

  /// Runs what is missing in one transaction, after a copy of the database as it was.
  ///
  /// Guarantees: all or nothing; of several processes one does it. The copy of version `n` is
  /// `<backups>/yolo.v<n>.db`; a database that was empty has none.
  func run(on connection: Connection, backups: String) throws(StoreError) {
    try connection.transaction { () throws(StoreError) in
      // Read again, now that nobody else can write.
      let start: Int
      switch try format(of: connection) {
      case .empty: start = 0
      case .version(let version): start = version
      }
      guard start < latest else { return }
      if start > 0 { try backUp(connection.path, version: start, into: backups) }
      for migration in list where migration.version > start {
        try connection.execute(migration.script)
      }
      try connection.execute(
        "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(latest)")
    }
  }

  /// Copies what is committed, through a connection of its own.
  private func backUp(
    _ path: String, version: Int, into directory: String
  ) throws(StoreError) {
    let copy = "\(directory)/yolo.v\(version).db"
    let unfinished = "\(copy).unfinished"
    try translating { () throws(PlatformError) in
      try Files.makeDirectories(directory)
      try Files.remove(unfinished)
      // Before SQLite writes to it, so that nobody else can ever read it.
      try Files.append(unfinished, [])
    }
    try Connection(path, .readOnly).run("VACUUM INTO ?", [.text(unfinished)])
    try translating { () throws(PlatformError) in
      try Descriptor.open(unfinished, O_RDONLY).sync(unfinished)
      try Files.remove(copy)
      try Files.move(unfinished, to: copy)
    }
  }
}
