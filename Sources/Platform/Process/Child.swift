import CPlatform
import Glibc
import Synchronization

/// A running child whose streams we hold, until it is collected.
final class Child: Sendable {
  private enum Progress: Sendable {
    case ended, deadline, lingered, written
    case read(Stream, [UInt8], Completeness)
  }
  private enum Stream: Sendable { case output, errors }
  private enum Completeness: Sendable { case whole, cut }

  private let pid: pid_t
  private let input: Mutex<Descriptor?>
  private let output: Descriptor
  private let errors: Descriptor

  init(pid: pid_t, input: Descriptor, output: Descriptor, errors: Descriptor) {
    self.pid = pid
    self.input = Mutex(input)
    self.output = output
    self.errors = errors
  }

  /// Feeds and reads the child until it has ended, and reaps it; see `Subprocess.run`.
  @concurrent func collect(
    _ bytes: [UInt8], timeLimit: Duration, outputLimit: Int
  ) async throws(PlatformError) -> SubprocessResult {
    let raw = yolo_pidfd_open(pid)
    guard raw >= 0 else {
      let error = PlatformError(errno: errno, doing: "watch process \(pid)")
      killGroup()
      var (status, signal): (Int32, Int32) = (0, 0)
      yolo_reap(pid, 1, &status, &signal)
      throw error
    }
    let process = Descriptor(owning: raw)
    var result = SubprocessResult(end: .exited(-1), output: [], errors: [])
    var forced: SubprocessResult.End?
    await withTaskGroup(of: Progress.self) { group in
      group.addTask { await self.feed(bytes) }
      group.addTask { await self.read(self.output, .output, outputLimit) }
      group.addTask { await self.read(self.errors, .errors, outputLimit) }
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
        case .lingered: group.cancelAll()
        case .read(let stream, let bytes, let completeness):
          open -= 1
          if stream == .output { result.output = bytes } else { result.errors = bytes }
          if completeness == .cut, forced == nil {
            forced = .outputLimit
            killGroup()
          }
        case .deadline, .written: break
        }
        if ended && open == 0 { group.cancelAll() }
      }
    }
    // Not reaped yet, so that the number still names this child's group.
    killGroup()
    if Task.isCancelled {
      let pid = pid
      try Spawn.whenEnded(pid) {
        var (status, signal): (Int32, Int32) = (0, 0)
        yolo_reap(pid, 0, &status, &signal)
      }
      throw PlatformError(.cancelled, "the program was stopped because nobody waits for it")
    }
    var (status, signal): (Int32, Int32) = (0, 0)
    yolo_reap(pid, 0, &status, &signal)
    result.end = forced ?? (signal != 0 ? .signalled(signal) : .exited(status))
    return result
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

  /// Writes the input and closes the pipe; a child that does not read it is no failure.
  private func feed(_ bytes: [UInt8]) async -> Progress {
    guard let pipe = input.withLock({ $0 }) else { return .written }
    defer { input.withLock { $0 = nil } }
    var done = 0
    while done < bytes.count, !Task.isCancelled {
      let wrote = bytes.withUnsafeBytes { write(pipe.raw, $0.baseAddress! + done, $0.count - done) }
      if wrote >= 0 {
        done += wrote
      } else if errno == EAGAIN {
        // Fails only where the next write fails as well.
        try? await Reactor.shared.ready(pipe.raw, .writable)
      } else if errno != EINTR {
        break
      }
    }
    return .written
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
