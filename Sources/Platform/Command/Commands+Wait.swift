import CPlatform
import Glibc

extension Commands {
  /// How often output is looked at where the system has no watch left to give.
  static let fallbackInterval = Duration.milliseconds(100)

  /// Waits for the end of a command, whoever started it, and hands out its output as it grows.
  ///
  /// `onOutput` gets every byte from `offset` on exactly once, in chunks of at most `chunkLimit`;
  /// the command never waits for it. Returns nil when there is no wrapper and no record: `inspect`
  /// then says what became of the command, and where it says `.running` this is to be called again.
  /// Failure: `.cancelled` when the task is cancelled, which does not end the command.
  @concurrent package static func wait(
    attempt: String, from offset: Int = 0,
    onOutput: @escaping @Sendable ([UInt8]) async -> Void = { _ in }
  ) async throws(PlatformError) -> CommandEnd? {
    let result: Result<Int, PlatformError> = await withTaskGroup(
      of: Result<Int, PlatformError>?.self
    ) { group in
      group.addTask {
        do throws(PlatformError) {
          try await waitForWrapper(attempt)
          return nil
        } catch { return .failure(error) }
      }
      group.addTask {
        do throws(PlatformError) {
          return .success(try await follow(attempt, from: offset, onOutput))
        } catch { return .failure(error) }
      }
      var followed = Result<Int, PlatformError>.success(offset)
      for await part in group {
        group.cancelAll()
        switch part {
        case .failure(let error)?: return .failure(error)
        case .success(let reached)?: followed = .success(reached)
        case nil: break
        }
      }
      return followed
    }
    let reached = try result.get()
    if Task.isCancelled {
      throw PlatformError(.cancelled, "no longer waiting for the command; it goes on")
    }
    // The record first: what it was written after is then all in the output.
    let end = try end(attempt: attempt)
    _ = try await drain(attempt, from: reached, onOutput)
    return end
  }

  /// Returns when no wrapper holds the write end of `alive` any more, or the task is cancelled.
  private static func waitForWrapper(_ attempt: String) async throws(PlatformError) {
    let alive: Descriptor
    do throws(PlatformError) {
      alive = try Descriptor.open("\(attempt)/alive", O_RDONLY | O_NONBLOCK)
    } catch {
      // Never started.
      if error.code == .notFound { return }
      throw error
    }
    var byte: UInt8 = 0
    while !Task.isCancelled {
      // Nothing is ever written: 0 means that there is no writer, EAGAIN that there is one.
      if read(alive.raw, &byte, 1) == 0 { return }
      try await Reactor.shared.ready(alive.raw, .readable)
    }
  }

  /// Hands out output as it grows until the task is cancelled; returns the offset reached.
  private static func follow(
    _ attempt: String, from offset: Int, _ onOutput: @Sendable ([UInt8]) async -> Void
  ) async throws(PlatformError) -> Int {
    let raw = yolo_inotify_modified("\(attempt)/output")
    let watch = raw >= 0 ? Descriptor(owning: raw) : nil
    var reached = offset
    while !Task.isCancelled {
      reached = try await drain(attempt, from: reached, onOutput)
      guard let watch else {
        // Only cancellation ends a sleep early, and the loop ends then.
        try? await Task.sleep(for: fallbackInterval)
        continue
      }
      try await Reactor.shared.ready(watch.raw, .readable)
      // What the events say does not matter: only that there is something new to read.
      var events = [UInt8](repeating: 0, count: 4096)
      _ = read(watch.raw, &events, events.count)
    }
    return reached
  }

  /// Hands out what is there beyond `offset`; returns the offset reached.
  private static func drain(
    _ attempt: String, from offset: Int, _ onOutput: @Sendable ([UInt8]) async -> Void
  ) async throws(PlatformError) -> Int {
    var reached = offset
    while true {
      let part = try OutputFile.read("\(attempt)/output", from: reached, count: chunkLimit)
      if part.isEmpty { return reached }
      reached += part.count
      await onOutput(part)
    }
  }
}
