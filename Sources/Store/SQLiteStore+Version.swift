import CStore

extension SQLiteStore {
  /// The version of SQLite that is linked, such as `3.40.1`.
  public static var sqliteVersion: String { String(cString: sqlite3_libversion()) }
}
