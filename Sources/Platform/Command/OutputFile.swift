import CPlatform
import Glibc

/// The beginning and the end of a command's output.
package struct OutputExcerpt: Sendable, Equatable {
  package var head: [UInt8]
  /// Empty when the head holds everything.
  package var tail: [UInt8]
  /// Length of the whole output in bytes.
  package var total: Int

  /// How many bytes between head and tail are left out.
  package var omitted: Int { total - head.count - tail.count }
}

/// Reads the spool a command's output goes to, without ever holding all of it.
package enum OutputFile {
  /// At most `head` bytes from the start and `tail` bytes from the end, without overlap.
  package static func read(
    _ path: String, head: Int, tail: Int
  ) throws(PlatformError) -> OutputExcerpt {
    let file = try Descriptor.open(path, O_RDONLY)
    let total = try Files.status(of: file, path).size
    if total <= head + tail {
      let all = try read(file, path, from: 0, count: total)
      return OutputExcerpt(head: all, tail: [], total: all.count)
    }
    return OutputExcerpt(
      head: try read(file, path, from: 0, count: head),
      tail: try read(file, path, from: total - tail, count: tail), total: total)
  }

  /// At most `count` bytes from `offset` on; empty at the end and for a missing file.
  package static func read(
    _ path: String, from offset: Int, count: Int
  ) throws(PlatformError) -> [UInt8] {
    do throws(PlatformError) {
      return try read(try Descriptor.open(path, O_RDONLY), path, from: offset, count: count)
    } catch {
      if error.code == .notFound { return [] }
      throw error
    }
  }

  private static func read(
    _ file: Descriptor, _ path: String, from offset: Int, count: Int
  ) throws(PlatformError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(
          file.raw, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
        if got > 0 {
          filled += got
        } else if got == 0 || errno != EINTR {
          failure = got == 0 ? 0 : errno
          return
        }
      }
    }
    guard failure == 0 else { throw PlatformError(errno: failure, doing: "read \(path)") }
    return bytes
  }
}
