import CStore
import Glibc
import Platform
public import Runtime
import Synchronization

/// The store that `yolo` itself uses: one SQLite database and content-addressed files beside it.
///
/// Guarantees, beyond those of `Store`: whatever is committed survives the death of the process and
/// of the machine (WAL, `synchronous=FULL`); several stores, in one process or in many, may use one
/// directory. Directories have mode 0700, files 0600. Every method may block, on the disk or for up
/// to `Connection.busyTimeout` on another process; the lock around the connection makes calls from
/// several threads safe.
public final class SQLiteStore: Store {
  /// What a store may do to its directory.
  public enum Access: Sendable {
    case readWrite
    /// Works on a read-only file system too, as long as nobody else writes to it meanwhile.
    case readOnly
  }

  /// Bytes of one blob.
  public static let blobLimit = 64 << 20
  /// Blobs whose index rows wait for the next `append`.
  static let pendingBlobLimit = 1000

  /// The version of the SQLite that is built in.
  public static var libraryVersion: String { String(cString: sqlite3_libversion()) }

  struct State {
    let connection: Connection
    /// Written files that the index does not name yet.
    var pendingBlobs: [BlobRow] = []
    /// Bytes written to files of blobs and scratch texts.
    var fileBytes = 0
  }

  let directory: DataDirectory
  let state: Mutex<State>
  /// Why nothing can be written, where that is so.
  public let refusal: StoreError?

  /// Opens the store in `directory`, which is made where it is missing.
  ///
  /// A database of a newer version opens for reading only; every write then fails with `refusal`.
  /// Failure: `StoreError`, whose message says what to do.
  public convenience init(directory: String, access: Access) throws {
    try self.init(directory: directory, access: access, migrations: Migrations())
  }

  init(directory: String, access: Access, migrations: Migrations) throws(StoreError) {
    let place = try translating { () throws(PlatformError) in try DataDirectory(directory) }
    self.directory = place
    let connection: Connection
    switch access {
    case .readWrite:
      (connection, refusal) = try Self.openForWriting(place, migrations)
    case .readOnly:
      (connection, refusal) = try Self.openForReading(place, migrations)
    }
    state = Mutex(State(connection: connection))
  }

  private static func openForWriting(
    _ place: DataDirectory, _ migrations: Migrations
  ) throws(StoreError) -> (Connection, StoreError?) {
    try translating { () throws(PlatformError) in
      try Files.makeDirectories(place.path)
      // Makes the file with our permissions, and says exactly what is wrong where it cannot.
      try Files.append(place.database, [])
    }
    let connection = try Connection(place.database, .readWrite)
    let format = try migrations.format(of: connection)
    if case .version(let found) = format, found > migrations.latest {
      try connection.execute("PRAGMA query_only = ON")
      return (connection, newer(found, than: migrations.latest, place.database))
    }
    // Only after the file is known to be ours: the mode is stored in it.
    try turnOnLog(connection)
    try connection.execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
    if format != .version(migrations.latest) {
      try migrations.run(on: connection, backups: place.backups)
    }
    return (connection, nil)
  }

  /// Switches the file to a write-ahead log; on one that has it this changes nothing.
  private static func turnOnLog(_ connection: Connection) throws(StoreError) {
    let pause: Int32 = 10
    var waited: Int32 = 0
    while true {
      do throws(StoreError) { return try connection.execute("PRAGMA journal_mode = WAL") } catch {
        // While another process does the same, SQLite fails at once instead of waiting.
        guard error.code == .busy, waited < Connection.busyTimeout else { throw error }
        usleep(UInt32(pause) * 1000)
        waited += pause
      }
    }
  }

  private static func openForReading(
    _ place: DataDirectory, _ migrations: Migrations
  ) throws(StoreError) -> (Connection, StoreError) {
    let path = place.database
    guard try translating({ () throws(PlatformError) in try Files.status(path) }) != nil else {
      throw StoreError(
        code: .io, message: "there are no sessions in \(place.path): no \(path) was ever made")
    }
    let (connection, format) = try readable(path, migrations)
    switch format {
    case .version(let found) where found > migrations.latest:
      return (connection, newer(found, than: migrations.latest, path))
    case .version(migrations.latest):
      let asked = "\(place.path) was opened for reading only; nothing was written"
      return (connection, StoreError(code: .readOnly, message: asked))
    case .version, .empty:
      throw StoreError(
        code: .readOnly,
        message: """
          \(path) has an older format than this version reads; open it once for writing, which \
          updates it and keeps a copy
          """)
    }
  }

  private static func readable(
    _ path: String, _ migrations: Migrations
  ) throws(StoreError) -> (Connection, Migrations.Format) {
    do {
      let connection = try Connection(path, .readOnly)
      return (connection, try migrations.format(of: connection))
    } catch {
      // In a directory that cannot be written SQLite cannot share the log; without a log nobody
      // writes, and the file is all there is.
      guard [.readOnly, .permission, .io].contains(error.code),
        try translating({ () throws(PlatformError) in try Files.status(path + "-wal") }) == nil
      else { throw error }
      let connection = try Connection(path, .immutable)
      return (connection, try migrations.format(of: connection))
    }
  }

  private static func newer(_ found: Int, than known: Int, _ path: String) -> StoreError {
    StoreError(
      code: .newerVersion,
      message: """
        \(path) has format \(found), written by a newer yolo; this one knows formats up to \
        \(known), so it can read it but not write to it; update yolo
        """)
  }

  func requireWritable() throws(StoreError) {
    if let refusal { throw refusal }
  }
}
