import CPlatform
import Glibc

/// A running child whose streams we hold, until it is collected.
struct Child: Sendable {
  private enum Progress: Sendable {
    case ended, deadline, lingered
    case read(Stream, [UInt8], Completeness)
  }
  private enum Stream: Sendable { case output, errors }
  private enum Completeness: Sendable { case whole, cut }

  let pid: pid_t
  let output: Descriptor
  let errors: Descriptor

  /// Reads what the child prints until it has ended, and reaps it; see `Subprocess.run`.
  @concurrent func collect(
    timeLimit: Duration, outputLimit: Int
  ) async throws(PlatformError) -> SubprocessResult {
    let raw = yolo_pidfd_open(pid)
    guard raw >= 0 else {
      let error = PlatformError(errno: errno, doing: "watch process \(pid)")
      killGroup()
      Spawn.whenEnded(pid) { _ = reap() }
      throw error
    }
    var (result, wasForced) = await gather(Descriptor(owning: raw), timeLimit, outputLimit)
    // Not reaped yet, so that the number still names this child's group.
    killGroup()
    if Task.isCancelled {
      Spawn.whenEnded(pid) { _ = reap() }
      throw PlatformError(.cancelled, "the program was stopped because nobody waits for it")
    }
    let end = reap()
    if !wasForced { result.end = end }
    return result
  }

  /// Reads both streams until the child has ended or is killed for its time or output; only then
  /// the result's `end` is set.
  private func gather(
    _ process: Descriptor, _ timeLimit: Duration, _ outputLimit: Int
  ) async -> (SubprocessResult, wasForced: Bool) {
    var result = SubprocessResult(end: .exited(-1), output: [], errors: [])
    var forced: SubprocessResult.End?
    await withTaskGroup(of: Progress.self) { group in
      group.addTask { await read(output, .output, outputLimit) }
      group.addTask { await read(errors, .errors, outputLimit) }
      group.addTask { await Self.wait(for: process) }
      group.addTask { await Self.pause(timeLimit, then: .deadline) }
      var ended = false
      var open = 2
      for await progress in group {
        switch progress {
        case .ended:
          ended = true
          group.addTask { await Self.pause(Subprocess.linger, then: .lingered) }
        case .deadline where !ended && forced == nil && !group.isCancelled:
          forced = .timedOut
          killGroup()
        case .deadline: break
        case .lingered: group.cancelAll()
        case .read(let stream, let bytes, let completeness):
          open -= 1
          if stream == .output { result.output = bytes } else { result.errors = bytes }
          if completeness == .cut, forced == nil {
            forced = .outputLimit
            killGroup()
          }
        }
        if ended && open == 0 { group.cancelAll() }
      }
    }
    if let forced { result.end = forced }
    return (result, forced != nil)
  }

  private func reap() -> SubprocessResult.End {
    var (status, signal): (Int32, Int32) = (0, 0)
    yolo_reap(pid, &status, &signal)
    return signal != 0 ? .signalled(signal) : .exited(status)
  }

  private func killGroup() { kill(-pid, SIGKILL) }

  private static func pause(_ time: Duration, then progress: Progress) async -> Progress {
    // Only cancellation ends a sleep early, and the group then no longer minds.
    try? await Task.sleep(for: time)
    return progress
  }

  private static func wait(for process: Descriptor) async -> Progress {
    // A process descriptor can always be waited for; cancellation is checked by the caller.
    try? await Reactor.shared.ready(process.raw, .readable)
    return .ended
  }

  private func read(_ pipe: Descriptor, _ stream: Stream, _ limit: Int) async -> Progress {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: StandardStreams.chunk)
    while true {
      let got = Glibc.read(pipe.raw, &buffer, buffer.count)
      if got > 0 {
        bytes += buffer[..<min(got, limit - bytes.count + 1)]
        if bytes.count > limit { return .read(stream, Array(bytes[..<limit]), .cut) }
      } else if got < 0, errno == EAGAIN, !Task.isCancelled {
        // Fails only where the next read fails as well.
        try? await Reactor.shared.ready(pipe.raw, .readable)
      } else if got == 0 || errno != EINTR {
        return .read(stream, bytes, .whole)
      }
    }
  }
}
