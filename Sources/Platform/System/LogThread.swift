import CPlatform
import Glibc
import Synchronization

/// An executor with one thread of its own, on which actors may block without starving the pool.
///
/// Guarantees: jobs run one at a time, in the order they were enqueued. The thread never ends: make
/// one for a process, not one for a session.
package final class LogThread: SerialExecutor, TaskExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var thread: pthread_t?
  }

  private let wake: Descriptor
  private let state = Mutex(State())

  /// Starts the thread.
  package init() throws(PlatformError) {
    let raw = yolo_eventfd()
    guard raw >= 0 else { throw PlatformError(errno: errno, doing: "create an event descriptor") }
    wake = Descriptor(owning: raw)
    try Thread.start { self.run() }
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let wasEmpty = state.withLock { state in
      state.jobs.append(job)
      return state.jobs.count == 1
    }
    if wasEmpty { signal() }
  }

  package func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  package func isIsolatingCurrentContext() -> Bool? {
    state.withLock { $0.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  package func checkIsolated() {
    precondition(isIsolatingCurrentContext() == true, "not on the log thread")
  }

  private func signal() {
    var one: UInt64 = 1
    // Cannot fail: the counter holds 2^64 - 2 wake-ups.
    _ = write(wake.raw, &one, 8)
  }

  private func run() {
    state.withLock { $0.thread = pthread_self() }
    while true {
      var count: UInt64 = 0
      _ = read(wake.raw, &count, 8)
      let jobs = state.withLock { state in
        let jobs = state.jobs
        state.jobs = []
        return jobs
      }
      for job in jobs {
        job.runSynchronously(
          isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
      }
    }
  }
}
