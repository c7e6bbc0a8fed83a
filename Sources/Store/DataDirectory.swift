import Events
import Platform

/// Where everything lies below the data directory.
struct DataDirectory: Sendable {
  /// Absolute, without symbolic links.
  let path: String

  /// Finds the directory, which need not exist yet; a relative path is below the current one.
  init(_ path: String) throws(PlatformError) {
    self.path = try Paths.resolve(path)
  }

  var database: String { "\(path)/yolo.db" }
  var backups: String { "\(path)/backups" }

  func blob(_ hash: String) -> String { "\(path)/blobs/\(hash.prefix(2))/\(hash)" }
  func session(_ id: SessionID) -> String { "\(path)/sessions/\(id)" }
  func lock(of id: SessionID) -> String { "\(session(id))/lock" }
  func attempt(_ attempt: Int, at call: CallID, in id: SessionID) -> String {
    "\(session(id))/calls/\(call).\(attempt)"
  }
  func scratch(_ message: MessageID, in id: SessionID) -> String {
    "\(session(id))/scratch/\(message)"
  }
  /// The sockets of those who follow a session.
  func pokes(of id: SessionID) -> String { "\(path)/run/\(id)" }
}
