import Events
import Synchronization
import Wire

/// Runs every job of a scenario on the calling thread, in a fixed order, with a clock that moves
/// only when nothing else can happen: the same scenario always runs the same way.
final class TestExecutor: SerialExecutor, TaskExecutor {
  private struct Sleeper {
    var id: Int
    var deadline: Duration
    var continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var jobs: [UnownedJob] = []
    var sleepers: [Sleeper] = []
    var cancelled: Set<Int> = []
    var nextSleeper = 0
    var time = Duration.zero
    var generator: SplitMix64
  }

  private let state: Mutex<State>

  init(seed: UInt64) { state = Mutex(State(generator: SplitMix64(state: seed))) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.jobs.append(job) }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  func checkIsolated() {}

  /// Runs until nothing is left to do, moving the clock to the next sleeper when all else waits.
  ///
  /// - Returns: false where `limit` of virtual time went by first.
  @discardableResult
  func run(limit: Duration = .seconds(100_000), while goOn: () -> Bool = { true }) -> Bool {
    while goOn() {
      let next = state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
      if let next {
        next.runSynchronously(
          isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
      } else if !wakeNext(limit) {
        return state.withLock { $0.sleepers.isEmpty }
      }
    }
    return true
  }

  private func wakeNext(_ limit: Duration) -> Bool {
    let sleeper: Sleeper? = state.withLock { state in
      guard
        let index = state.sleepers.indices.min(by: {
          state.sleepers[$0].deadline < state.sleepers[$1].deadline
        }), state.sleepers[index].deadline <= limit
      else { return nil }
      let sleeper = state.sleepers.remove(at: index)
      state.time = max(state.time, sleeper.deadline)
      return sleeper
    }
    sleeper?.continuation.resume()
    return sleeper != nil
  }

  private func sleep(_ duration: Duration) async throws {
    let id = state.withLock { state in
      state.nextSleeper += 1
      return state.nextSleeper
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isCancelled = state.withLock { state in
          if state.cancelled.contains(id) { return true }
          state.sleepers.append(
            Sleeper(id: id, deadline: state.time + duration, continuation: continuation))
          return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
      }
    } onCancel: {
      let sleeper = state.withLock { state -> Sleeper? in
        state.cancelled.insert(id)
        guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else { return nil }
        return state.sleepers.remove(at: index)
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  /// The world of a scenario: virtual time from a fixed moment, seeded randomness.
  var world: World {
    let start = Timestamp(microseconds: 1_790_000_000_000_000)
    return World(
      now: { self.state.withLock { start.adding($0.time) } },
      monotonic: { self.state.withLock { $0.time } },
      random: { self.state.withLock { ($0.generator.next(), $0.generator.next()) } },
      sleep: { try await self.sleep($0) }, executor: self, pool: self, driver: "test")
  }
}

/// A small seeded generator: failures are repeated by their seed.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
