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
  private let path: String
  private let reader: Task<Void, Never>

  /// Binds `<directory>/<pid>-<n>`, making the directory if it is missing.
  package init(directory: String) throws(PlatformError) {
    try Files.makeDirectories(directory)
    let number = Self.counter.add(1, ordering: .relaxed).newValue
    path = "\(directory)/\(getpid())-\(number)"
    // Left by a dead process with our number.
    try Files.remove(path)
    let handle = try Descriptor.open(directory, O_RDONLY | O_DIRECTORY)
    // A socket address holds 108 bytes, a data directory's path may be longer.
    let raw = yolo_datagram_bind("/proc/self/fd/\(handle.raw)/\(getpid())-\(number)")
    guard raw >= 0 else { throw PlatformError(errno: errno, doing: "bind a socket at \(path)") }
    let socket = Descriptor(owning: raw)
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
