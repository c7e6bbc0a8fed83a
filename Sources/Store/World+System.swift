public import Events
import Platform
import Wire

extension World {
  /// The machine itself: its clocks, its random numbers, and the log thread of this process.
  ///
  /// Times are whole milliseconds, so that a fact is the same before and after it was stored.
  public static func system(driver: String) -> World {
    World(
      now: {
        let microseconds = SystemClock.now()
        return Timestamp(microseconds: microseconds - microseconds % 1000)
      },
      monotonic: { SystemClock.monotonic() },
      random: {
        var generator = SystemRandomNumberGenerator()
        return (generator.next(), generator.next())
      },
      sleep: { try await Task.sleep(for: $0) },
      executor: logThread, driver: driver)
  }

  /// One for the process: every session of it runs there.
  private static let logThread: LogThread = {
    do { return try LogThread() } catch {
      // Nothing can be recorded or undone without it, and the machine is out of threads. Said
      // here, since an optimised build drops the text of the failure; if even that fails, nobody
      // hears it.
      try? StandardStreams.write(2, Array("yolo: \(error)\n".utf8))
      preconditionFailure("\(error)")
    }
  }()
}
