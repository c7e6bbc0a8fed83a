import CPlatform
import Glibc
import Synchronization

/// A socket in a shared directory through which other processes wake this one.
///
/// Guarantees: every poke sent after `init` returned leads to a wake; several may lead to one.
package final class PokeSocket: Sendable {
  /// One element for one or more pokes since the last; ends with the socket.
  package let wakes: AsyncStream<Void>

  private static let counter = Atomic(0)
  private let directory: String
  private let path: String
  private let reader: Task<Void, Never>

  /// Binds `<directory>/<pid>-<n>`, making the directory if it is missing.
  package init(directory: String) throws(PlatformError) {
    self.directory = directory
    let number = Self.counter.add(1, ordering: .relaxed).newValue
    let name = "\(getpid())-\(number)"
    path = "\(directory)/\(name)"
    let socket = try Self.bind(name, in: directory)
    let (wakes, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    self.wakes = wakes
    reader = Task {
      // Ends when the task is cancelled; a wait can otherwise not fail on an open socket.
      while !Task.isCancelled, (try? await Reactor.shared.ready(socket.raw, .readable)) != nil {
        var byte: UInt8 = 0
        var received = false
        while recv(socket.raw, &byte, 1, 0) >= 0 { received = true }
        if received { continuation.yield() }
      }
      continuation.finish()
    }
  }

  deinit {
    reader.cancel()
    unlink(path)
    // The last one to leave; fails where others are still there.
    rmdir(directory)
  }

  /// How often the directory is made again that somebody else's last socket took along.
  private static let bindAttempts = 10

  private static func bind(_ name: String, in directory: String) throws(PlatformError) -> Descriptor
  {
    var number = ENOENT
    for _ in 1...bindAttempts {
      try Files.makeDirectories(directory)
      // Left by a dead process with our number.
      try Files.remove("\(directory)/\(name)")
      let handle: Descriptor
      do throws(PlatformError) {
        handle = try Descriptor.open(directory, O_RDONLY | O_DIRECTORY)
      } catch {
        if error.code == .notFound { continue }
        throw error
      }
      // A socket address holds 108 bytes, a data directory's path may be longer.
      let raw = yolo_datagram_bind("/proc/self/fd/\(handle.raw)/\(name)")
      if raw >= 0 { return Descriptor(owning: raw) }
      number = errno
      guard number == ENOENT else { break }
    }
    throw PlatformError(errno: number, doing: "bind a socket at \(directory)/\(name)")
  }

  /// Wakes every process with a socket in the directory, removing the sockets of dead ones.
  ///
  /// Never blocks: a socket whose buffer is full belongs to a process that will wake anyway.
  package static func poke(directory: String) {
    guard let handle = try? Descriptor.open(directory, O_RDONLY | O_DIRECTORY),
      // No directory: nobody listens.
      let names = try? Files.list(directory)
    else { return }
    for name in names
    where yolo_datagram_poke("/proc/self/fd/\(handle.raw)/\(name)") == ECONNREFUSED {
      unlinkat(handle.raw, name, 0)
    }
  }
}
