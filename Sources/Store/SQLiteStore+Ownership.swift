public import Events
import Glibc
import Platform
public import Runtime
import Synchronization

extension SQLiteStore {
  /// How often and how long `own` waits for those who only look whether a session is owned.
  private static let ownershipAttempts = 5
  private static let ownershipPause: UInt32 = 2_000

  public func own(_ session: SessionID) throws -> (any Ownership)? {
    try requireWritable()
    let path = directory.lock(of: session)
    return try translating { () throws(PlatformError) in
      try Files.makeDirectories(directory.session(session))
      for attempt in 1...Self.ownershipAttempts {
        if let lock = try FileLock.tryExclusive(path) {
          return LockOwnership(lock, waiting: directory.pokes(of: session))
        }
        if attempt < Self.ownershipAttempts { usleep(Self.ownershipPause) }
      }
      return nil
    }
  }

  /// Whether somebody, maybe this process, drives a session. Holds the lock itself for a moment.
  func isOwned(_ session: SessionID) throws(StoreError) -> Bool {
    let path = directory.lock(of: session)
    return try translating { () throws(PlatformError) in
      guard try Files.status(path) != nil else { return false }
      return try FileLock.tryExclusive(path) == nil
    }
  }
}

/// The right to append to a session: the lock on its file.
private final class LockOwnership: Ownership {
  private let lock: Mutex<FileLock?>
  /// Where those who wait for it listen.
  private let waiting: String

  init(_ lock: FileLock, waiting: String) {
    self.lock = Mutex(lock)
    self.waiting = waiting
  }

  func release() {
    lock.withLock { $0 = nil }
    PokeSocket.poke(directory: waiting)
  }
}
