import CPlatform
import Glibc

/// An open file descriptor, close-on-exec, closed with its last reference.
package final class Descriptor: Sendable {
  package let raw: Int32

  /// Takes over an open descriptor.
  package init(owning raw: Int32) { self.raw = raw }

  deinit { close(raw) }

  /// Opens a path.
  package static func open(
    _ path: String, _ flags: Int32, mode: UInt32 = 0o600
  ) throws(PlatformError) -> Descriptor {
    let raw = yolo_open(path, flags, mode)
    guard raw >= 0 else { throw PlatformError(errno: errno, doing: "open \(path)") }
    return Descriptor(owning: raw)
  }

  /// Makes a pipe; the first end reads what is written into the second.
  package static func pipe() throws(PlatformError) -> (read: Descriptor, write: Descriptor) {
    var ends: [Int32] = [-1, -1]
    guard yolo_pipe(&ends) == 0 else { throw PlatformError(errno: errno, doing: "make a pipe") }
    return (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
  }

  /// Makes a nameless file in memory that holds `bytes`, to be read from its start.
  package static func memory(_ bytes: [UInt8]) throws(PlatformError) -> Descriptor {
    let raw = yolo_memory_file()
    guard raw >= 0 else { throw PlatformError(errno: errno, doing: "make a file in memory") }
    let file = Descriptor(owning: raw)
    try StandardStreams.write(raw, bytes)
    lseek(raw, 0, SEEK_SET)
    return file
  }

  /// Makes reads and writes return at once where they would block.
  package func setNonBlocking() throws(PlatformError) {
    guard yolo_set_nonblocking(raw) == 0 else {
      throw PlatformError(errno: errno, doing: "make a descriptor non-blocking")
    }
  }

  /// Writes what was written to the device; nothing is durable before.
  package func sync(_ name: String) throws(PlatformError) {
    guard fsync(raw) == 0 else { throw PlatformError(errno: errno, doing: "flush \(name) to disk") }
  }
}
