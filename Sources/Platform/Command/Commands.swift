import CPlatform
import Glibc
import Synchronization

/// Commands that outlive the agent, each run at most once.
///
/// A wrapper, this executable started again, runs the command, enforces its limits and records its
/// end in the attempt directory; the files and their order are described in
/// `CPlatform/wrapper.c`. The agent's death neither ends nor loses a command.
package enum Commands {
  package static let outputLimit = 1 << 30
  package static let grace = Duration.seconds(2)
  /// The most bytes of output handed out at once.
  package static let chunkLimit = 64 * 1024
  /// Room for an exit record, taken before the command runs.
  static let recordSize = 256

  /// The wrappers this process started and has not reaped, by attempt directory.
  static let wrappers = Mutex<[String: pid_t]>([:])

  /// Starts a command's wrapper; does not wait until it has claimed the attempt.
  ///
  /// Failure: the attempt directory cannot be made or filled, or no process be started; nothing
  /// has run then.
  package static func start(_ spec: CommandSpec) throws(PlatformError) {
    guard !spec.argv.isEmpty else { throw PlatformError(.invalid, "there is no command to run") }
    let attempt = spec.attempt
    try Files.makeDirectories(attempt)
    try Files.append("\(attempt)/output", [])
    // Allocated now, so that a disk the command fills cannot lose its end.
    let record = try Descriptor.open("\(attempt)/exit.tmp", O_WRONLY | O_CREAT | O_TRUNC)
    try StandardStreams.write(record.raw, [UInt8](repeating: 0x20, count: recordSize))
    try record.sync("\(attempt)/exit.tmp")
    guard mkfifo("\(attempt)/alive", 0o600) == 0 || errno == EEXIST else {
      throw PlatformError(errno: errno, doing: "make \(attempt)/alive")
    }
    let alive = try Descriptor.open("\(attempt)/alive", O_RDWR | O_NONBLOCK)
    let null = try Descriptor.open("/dev/null", O_RDWR)
    let argv =
      [
        "yolo", YOLO_WRAPPER_ARGUMENT, attempt, spec.directory,
        String(spec.timeLimit.map { max(milliseconds($0), 1) } ?? 0), String(spec.outputLimit),
        String(milliseconds(spec.grace)),
      ] + spec.argv
    let descriptors = [null.raw, null.raw, null.raw, alive.raw]
    try wrappers.withLock { wrappers throws(PlatformError) in
      let pid = try Spawn.start(
        program: "/proc/self/exe", argv: argv, environment: spec.environment, directory: "/",
        descriptors: descriptors, blocked: SIGTERM)
      wrappers[attempt] = pid
      Spawn.whenEnded(pid) { reap(attempt, pid) }
    }
  }

  /// Asks a command's wrapper to end everything the command started: TERM, the grace, KILL.
  ///
  /// Durable: holds also for a wrapper that is only starting, and for one whose agent died. Returns
  /// at once; `wait` then returns with the cause `cancelled`, unless the command was faster.
  package static func cancel(attempt: String) throws(PlatformError) {
    try Files.append("\(attempt)/cancel", [])
    // Our own wrapper need not wait for its next look; under the lock it cannot have been reaped.
    wrappers.withLock { if let pid = $0[attempt] { _ = kill(pid, SIGTERM) } }
  }

  /// How a command ended; nil while there is no whole record.
  static func end(attempt: String) throws(PlatformError) -> CommandEnd? {
    do throws(PlatformError) {
      return CommandEnd(record: try Files.read("\(attempt)/exit", limit: recordSize))
    } catch {
      if error.code == .notFound || error.code == .tooLarge { return nil }
      throw error
    }
  }

  private static func reap(_ attempt: String, _ pid: pid_t) {
    wrappers.withLock { wrappers in
      var (status, signal): (Int32, Int32) = (0, 0)
      yolo_reap(pid, &status, &signal)
      if wrappers[attempt] == pid { wrappers[attempt] = nil }
    }
  }

  static func milliseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }
}
