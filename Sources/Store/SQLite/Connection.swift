import CStore
import Runtime

/// One connection to a database file, used by one thread at a time; closed with its last reference.
///
/// Prepared statements are kept by their text, so that the texts must be constants.
final class Connection {
  /// What a connection may do.
  enum Access { case readWrite, readOnly, immutable }

  /// How long a statement waits for the lock of another process, in milliseconds.
  static let busyTimeout: Int32 = 5_000

  let path: String
  /// Transactions committed so far.
  private(set) var commits = 0
  /// Bytes of text given to statements that change something, so far.
  private(set) var writtenBytes = 0
  private let handle: OpaquePointer
  private var statements: [String: OpaquePointer] = [:]

  /// Opens an existing file; nothing of it is read yet.
  init(
    _ path: String, _ access: Access, busyTimeout: Int32 = Connection.busyTimeout
  ) throws(StoreError) {
    self.path = path
    let kind = access == .readWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
    let flags = kind | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(Self.uri(path, access), &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let error = StoreError(sqlite: code, of: opened, doing: "open", path)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    sqlite3_busy_timeout(handle, busyTimeout)
  }

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close_v2(handle)
  }

  /// Runs statements that have no parameters and whose rows nobody needs.
  func execute(_ script: String) throws(StoreError) {
    let code = sqlite3_exec(handle, script, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, doing: "change") }
  }

  /// Runs one statement that changes something.
  func run(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) {
    let statement = try prepared(sql, values)
    defer { sqlite3_reset(statement) }
    let code = sqlite3_step(statement)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw error(code, doing: "change") }
    writtenBytes += values.reduce(0) { $0 + $1.byteCount }
  }

  /// Every row of a query, read by `read`, which must not use the connection.
  func rows<Value>(
    _ sql: String, _ values: [SQLValue] = [], _ read: (Row) throws(StoreError) -> Value
  ) throws(StoreError) -> [Value] {
    let statement = try prepared(sql, values)
    defer { sqlite3_reset(statement) }
    var result: [Value] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: result.append(try read(Row(statement)))
      case SQLITE_DONE: return result
      case let code: throw error(code, doing: "read")
      }
    }
  }

  /// The first integer of the first row.
  func integer(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) -> Int? {
    try rows(sql, values) { $0.int(0) }.first
  }

  /// Runs `body` in a transaction that holds the write lock from its beginning.
  ///
  /// Guarantee: what `body` changed is durable when this returns, and undone when it throws.
  func transaction<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
    try run("BEGIN IMMEDIATE")
    do throws(StoreError) {
      let value = try body()
      try run("COMMIT")
      commits += 1
      return value
    } catch {
      // Some failures have rolled back already; undoing cannot fail in a way that matters more.
      if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }

  private func prepared(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> OpaquePointer {
    var statement = statements[sql]
    if statement == nil {
      let code = sqlite3_prepare_v3(
        handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
      guard code == SQLITE_OK else { throw error(code, doing: "read") }
      statements[sql] = statement
    }
    guard let statement else { preconditionFailure("an empty statement: \(sql)") }
    for (index, value) in values.enumerated() {
      let code = value.bind(to: statement, at: Int32(index + 1))
      guard code == SQLITE_OK else { throw error(code, doing: "change") }
    }
    return statement
  }

  private func error(_ code: Int32, doing verb: String) -> StoreError {
    StoreError(sqlite: code, of: handle, doing: verb, path)
  }

  /// The file as a URI, which alone can say that nobody changes the file.
  private static func uri(_ path: String, _ access: Access) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text = Array("file:".utf8)
    for byte in path.utf8 {
      if byte == UInt8(ascii: "%") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") {
        text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      } else {
        text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self) + (access == .immutable ? "?immutable=1" : "")
  }
}
