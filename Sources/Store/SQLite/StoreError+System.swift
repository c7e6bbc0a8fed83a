import CStore
import Glibc
import Platform
import Runtime

extension StoreError {
  /// Describes a failed call of SQLite; `doing` completes "could not …" with a verb.
  init(sqlite code: Int32, of handle: OpaquePointer?, doing verb: String, _ path: String) {
    let system = handle.map { sqlite3_system_errno($0) } ?? 0
    let kind = Self.code(sqlite: code, system)
    // A failure of the system below is said in the system's words, which are more exact.
    let words =
      kind == .io && system != 0
      ? PlatformError.text(of: system)
      : handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
    let advice =
      code & 0xFF == SQLITE_CONSTRAINT
      ? "its rules forbid that, so this is a fault of the program: report it" : Self.advice(kind)
    self.init(code: kind, message: "could not \(verb) the database \(path): \(words); \(advice)")
  }

  /// The same failure of the system, as a failure of the store.
  init(_ error: PlatformError) {
    let code: Code =
      switch error.code {
      case .diskFull: .diskFull
      case .readOnly: .readOnly
      case .permission: .permission
      default: .io
      }
    self.init(code: code, message: error.message)
  }

  private static func code(sqlite code: Int32, _ system: Int32) -> Code {
    switch code & 0xFF {
    case SQLITE_FULL: .diskFull
    case SQLITE_READONLY: .readOnly
    case SQLITE_PERM, SQLITE_AUTH: .permission
    case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_CANTOPEN, SQLITE_IOERR:
      switch system {
      case ENOSPC, EDQUOT: .diskFull
      case EROFS: .readOnly
      case EACCES, EPERM: .permission
      default: .io
      }
    default: .io
    }
  }

  private static func advice(_ code: Code) -> String {
    switch code {
    case .diskFull: "free some space and try again; what was recorded before is safe"
    case .readOnly: "make the file and its directory writable, or use another data directory"
    case .permission: "check that you own the file and its directory and may write to both"
    case .corrupt:
      "move it away together with its -wal and -shm files and restore a copy, or start afresh"
    case .busy:
      "another process has kept it locked for \(Connection.busyTimeout / 1000) s; "
        + "end that process or try again"
    case .newerVersion: "update yolo"
    case .conflict, .io: "check the disk and the path, then try again"
    }
  }
}

/// Runs `body`, with a failure of the system as a failure of the store.
func translating<Value>(
  _ body: () throws(PlatformError) -> Value
) throws(StoreError) -> Value {
  do { return try body() } catch { throw StoreError(error) }
}
