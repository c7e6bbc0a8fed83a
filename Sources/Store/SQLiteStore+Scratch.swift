public import Events
import Platform
import Runtime
import Synchronization

extension SQLiteStore {
  /// Bytes of the text of one answer.
  public static let scratchLimit = 64 << 20

  public func appendScratch(
    _ bytes: [UInt8], of message: MessageID, in session: SessionID
  ) throws {
    try requireWritable()
    let path = directory.scratch(message, in: session)
    try translating { () throws(PlatformError) in
      do throws(PlatformError) {
        try Files.append(path, bytes)
      } catch {
        guard error.code == .notFound else { throw error }
        try Files.makeDirectories(Paths.split(path).directory)
        try Files.append(path, bytes)
      }
    }
    state.withLock { $0.fileBytes += bytes.count }
  }

  public func scratch(of message: MessageID, in session: SessionID) throws -> [UInt8]? {
    let path = directory.scratch(message, in: session)
    return try translating { () throws(PlatformError) in
      guard try Files.status(path) != nil else { return nil }
      return try Files.read(path, limit: Self.scratchLimit)
    }
  }

  public func dropScratch(of message: MessageID, in session: SessionID) throws {
    try requireWritable()
    try translating { () throws(PlatformError) in
      try Files.remove(directory.scratch(message, in: session))
    }
  }

  public func attemptDirectory(of call: CallID, attempt: Int, in session: SessionID) -> String {
    directory.attempt(attempt, at: call, in: session)
  }
}
