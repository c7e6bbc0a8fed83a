import CPlatform
import Glibc

/// An exclusive lock on a file (flock), held until the last reference goes or the process dies.
package final class FileLock: Sendable {
  private let file: Descriptor

  private init(_ file: Descriptor) { self.file = file }

  /// Locks a file, creating it with mode 0600; nil when somebody else holds the lock.
  package static func tryExclusive(_ path: String) throws(PlatformError) -> FileLock? {
    let file = try Descriptor.open(path, O_RDWR | O_CREAT)
    return try tryExclusive(file, path) ? FileLock(file) : nil
  }

  /// Locks an open file; false when somebody else holds the lock.
  static func tryExclusive(_ file: Descriptor, _ path: String) throws(PlatformError) -> Bool {
    while flock(file.raw, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      guard errno == EINTR else { throw PlatformError(errno: errno, doing: "lock \(path)") }
    }
    return true
  }
}
