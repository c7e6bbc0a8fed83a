public import Runtime
import Events

extension Builder {
  /// A runtime on this machine that keeps everything in memory.
  public init() { self.init(world: .system(driver: "embedder")) }

  /// A runtime that keeps its sessions in SQLite below `dataDirectory` and works in `workspace`
  /// (both absolute).
  ///
  /// Failure: `StoreError` where the database cannot be used.
  public static func local(dataDirectory: String, workspace: String) throws -> Builder {
    Builder().store(try SQLiteStore(directory: dataDirectory, access: .readWrite))
      .session { $0.cwd = workspace }
  }
}
