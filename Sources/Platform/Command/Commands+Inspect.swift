import CPlatform
import Glibc

extension Commands {
  /// Finds out what became of a command whose starter is gone, and settles it where nobody does.
  ///
  /// Guarantees: after `.neverStarted` no wrapper ever runs anything under this attempt, and the
  /// answer stays the same; after `.lost` nothing the command started runs any more, as far as it
  /// carries its `YOLO_CALL` or shares a process session or parent with what does.
  @concurrent package static func inspect(
    attempt: String
  ) async throws(PlatformError) -> CommandFinding {
    if let end = try end(attempt: attempt) { return .finished(end) }
    try Files.makeDirectories(attempt)
    let path = "\(attempt)/claim"
    let claim = try Descriptor.open(path, O_RDWR | O_CREAT)
    guard try FileLock.tryExclusive(claim, path) else { return .running }
    // The wrapper is dead or waits for this lock; it may have finished since we looked.
    if let end = try end(attempt: attempt) { return .finished(end) }
    if try Files.status("\(attempt)/run") == nil {
      try StandardStreams.write(claim.raw, Array("void\n".utf8))
      try claim.sync(path)
      try Files.syncDirectory(attempt)
      return .neverStarted
    }
    let grace = Int32(milliseconds(grace))
    _ = try await Thread.run { yolo_end_call(attempt, grace) }
    return .lost
  }
}
