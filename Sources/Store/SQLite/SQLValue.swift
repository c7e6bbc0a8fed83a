import CStore

/// A parameter of a statement.
enum SQLValue {
  case null
  case int(Int)
  case text(String)

  /// The bytes of a text, 0 for the others.
  var byteCount: Int {
    if case .text(let text) = self { text.utf8.count } else { 0 }
  }

  /// Binds the value; returns a SQLite result code.
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    switch self {
    case .null: sqlite3_bind_null(statement, index)
    case .int(let value): sqlite3_bind_int64(statement, index, Int64(value))
    case .text(let text):
      // By pointer and length, since a text may hold U+0000.
      text.utf8CString.withUnsafeBufferPointer {
        yolo_bind_text(statement, index, $0.baseAddress, Int32(clamping: $0.count - 1))
      }
    }
  }
}

/// The current row of a query; not to be kept beyond the closure that it is given to.
struct Row {
  private let statement: OpaquePointer

  init(_ statement: OpaquePointer) { self.statement = statement }

  /// An integer column; 0 where it is null.
  func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

  /// A text column; empty where it is null.
  func text(_ column: Int32) -> String { optionalText(column) ?? "" }

  /// A text column.
  func optionalText(_ column: Int32) -> String? {
    guard let start = sqlite3_column_text(statement, column) else { return nil }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
