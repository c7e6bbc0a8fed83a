import Events
import Glibc
import Platform
import Wire

/// Looking at regular files without holding more than needed, and without ever waiting for a
/// writer.
enum FileContent {
  private static let chunk = 256 * 1024

  /// Opens a regular file for reading.
  ///
  /// Failure: nothing there, a directory, or a device, FIFO or socket, which is never opened.
  static func open(
    _ path: String, called name: String
  ) throws(ToolError) -> (file: Descriptor, status: FileStatus) {
    let status = try regular(path, called: name)
    do throws(PlatformError) {
      // Non-blocking, in case a FIFO took the file's place meanwhile.
      return (try Descriptor.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY), status)
    } catch { throw ToolError(.system, error.message, cause: error) }
  }

  /// What is known of a regular file; refuses everything else.
  static func regular(_ path: String, called name: String) throws(ToolError) -> FileStatus {
    guard let status = try status(path) else {
      throw ToolError(.notFound, "\(name) does not exist\(suggestion(path))")
    }
    switch status.kind {
    case .file: return status
    case .directory:
      throw ToolError(
        .unsuitable, "\(name) is a directory: name a file in it, or list it with bash")
    case .symlink, .other:
      throw ToolError(.unsuitable, "\(name) is a device, FIFO or socket, not a regular file")
    }
  }

  /// What a path names, symlinks followed; nil when nothing is there.
  static func status(_ path: String) throws(ToolError) -> FileStatus? {
    do throws(PlatformError) { return try Files.status(path) } catch {
      throw ToolError(.system, error.message, cause: error)
    }
  }

  /// Hands out a file's bytes from start to end, until `next` answers false.
  static func scan(
    _ file: Descriptor, next: ([UInt8]) throws(ToolError) -> Bool
  ) throws(ToolError) {
    while true {
      let bytes: [UInt8]
      do throws(PlatformError) { bytes = try StandardStreams.read(file.raw, count: chunk) } catch {
        throw ToolError(.system, "could not read the file: \(error.message)", cause: error)
      }
      if bytes.isEmpty { return }
      guard try next(bytes) else { return }
    }
  }

  /// All bytes of a regular file of at most `limit` bytes.
  static func read(
    _ path: String, called name: String, limit: Int
  ) throws(ToolError) -> [UInt8] {
    _ = try regular(path, called: name)
    do throws(PlatformError) { return try Files.read(path, limit: limit) } catch {
      throw ToolError(
        error.code == .tooLarge ? .unsuitable : .system, error.message, cause: error)
    }
  }

  /// The SHA-256 of a regular file in hex.
  ///
  /// Failure: also more than `Limits.hashedFileBytes` bytes.
  static func hash(_ path: String, called name: String) throws(ToolError) -> String {
    let (file, _) = try open(path, called: name)
    var hash = SHA256()
    var length = 0
    try scan(file) { bytes throws(ToolError) in
      hash.update(bytes)
      length += bytes.count
      guard length <= Limits.hashedFileBytes else {
        throw ToolError(
          .unsuitable,
          "\(name) is larger than \(Measure.bytes(Limits.hashedFileBytes)), too large to be "
            + "checked for changes: work on it with bash")
      }
      return true
    }
    return Hex.encode(hash.finalize())
  }

  /// The name most like a missing one in the same directory, as the end of a sentence.
  private static func suggestion(_ path: String) -> String {
    let (directory, name) = Paths.split(path)
    let names: [String]
    do throws(PlatformError) { names = try Files.list(directory) } catch {
      // A directory that is there and cannot be listed has nothing to suggest.
      return error.code == .permission ? "" : ", nor does its directory"
    }
    var similarity = Similarity(to: Self.folded(name))
    let scored = names.prefix(1000).map { (name: $0, score: similarity.score(Self.folded($0))) }
    guard let best = scored.max(by: { $0.score < $1.score }), best.score >= 0.5 else { return "" }
    return "; did you mean \(best.name)?"
  }

  private static func folded(_ name: String) -> [UInt8] { Array(name.lowercased().utf8) }
}
