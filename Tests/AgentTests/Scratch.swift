import Events
import Glibc
import Platform
import Wire

/// A directory of its own, removed with the last reference.
final class Scratch {
  /// Without symbolic links.
  let path: String

  init() throws {
    path = try Paths.resolve(Files.makeTemporaryDirectory("yolo-agent-tests"), against: "/")
  }

  deinit {
    // What cannot be removed is left to the system's own cleaning.
    try? Files.removeTree(path)
  }

  subscript(_ relative: String) -> String { Paths.join(path, relative) }

  @discardableResult
  func directory(_ relative: String) throws -> String {
    try Files.makeDirectories(self[relative], mode: 0o755)
    return self[relative]
  }

  func write(_ relative: String, _ text: String) throws {
    try write(relative, bytes: Array(text.utf8))
  }

  func write(_ relative: String, bytes: [UInt8]) throws {
    try Files.makeDirectories(Paths.split(self[relative]).directory, mode: 0o755)
    try Files.write(self[relative], bytes)
  }

  func link(_ relative: String, to target: String) throws {
    guard symlink(target, self[relative]) == 0 else {
      throw PlatformError(errno: errno, doing: "link \(relative)")
    }
  }

  func program(_ relative: String, _ script: String) throws {
    try write(relative, "#!/bin/sh\n\(script)\n")
    guard chmod(self[relative], 0o755) == 0 else {
      throw PlatformError(errno: errno, doing: "make \(relative) executable")
    }
  }
}

extension World {
  /// It is always the same noon, and every sleep lasts until it is cancelled.
  static let fixed = World(
    now: { Timestamp(microseconds: 1_795_176_000_000_000) }, monotonic: { .zero },
    random: { (0, 0) }, sleep: { _ in try await ContinuousClock().sleep(for: .seconds(86_400)) },
    executor: Inline(), driver: "test")

  /// Runs every job where it is handed over.
  private final class Inline: SerialExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
      job.runSynchronously(on: asUnownedSerialExecutor())
    }
  }
}
