import Glibc
@testable import Platform
import Synchronization
import Testing

/// The claim protocol alone under kills: nothing runs twice, nothing is lost.
@Suite(.serialized) struct ClaimKillTests {
  /// A thousand; ten times as often where `YOLO_SOAK` is set.
  static let kills = getenv("YOLO_SOAK") == nil ? 1000 : 10_000
  static let atOnce = 4

  enum Outcome: Hashable { case finished, interrupted }

  /// The wrapper is killed at a random moment, from before it claims to after it has recorded.
  @Test func wrappersKilledAtAnyMoment() async throws {
    let scratch = try Scratch()
    let outcomes = try await inGroups(of: Self.atOnce, Self.kills) { call in
      let delay = Int.random(in: 0..<14_000)
      let spec = try start(scratch, call, 1)
      // The moment of the kill is what varies; nothing is waited for.
      try await Task.sleep(for: .microseconds(delay))
      Commands.wrappers.withLock { if let pid = $0[spec.attempt] { _ = kill(pid, SIGKILL) } }
      return try await settle(scratch, call)
    }
    try check(scratch, outcomes)
  }

  /// The agent is killed at a random moment while it starts commands, and another one takes over.
  @Test func startersKilledAtAnyMoment() async throws {
    let scratch = try Scratch()
    let perStarter = 5
    let groups = try await inGroups(of: 2, max(Self.kills / 10, 1)) { group in
      let path = scratch.path
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, group = group as Int] in
        let scratch = try Scratch(existing: path)
        let delay = UInt32.random(in: 0..<40_000)
        try Thread.start {
          usleep(delay)
          kill(getpid(), SIGKILL)
        }
        for number in 0..<5 { _ = try start(scratch, group * 5 + number, 1) }
        while true { pause() }
      }
      var outcomes: [Outcome] = []
      for number in 0..<perStarter {
        outcomes.append(try await settle(scratch, group * perStarter + number))
      }
      return outcomes
    }
    try check(scratch, groups.flatMap { $0 })
  }

  /// Whoever inspects while a wrapper starts decides with it who was first.
  @Test func inspectorsRacingTheWrapper() async throws {
    let scratch = try Scratch()
    let outcomes = try await inGroups(of: Self.atOnce, Self.kills / 2) { call in
      let delay = Int.random(in: 0..<5_000)
      let spec = try start(scratch, call, 1)
      // The moment of the look is what varies; nothing is waited for.
      try await Task.sleep(for: .microseconds(delay))
      async let first = Commands.inspect(attempt: spec.attempt)
      async let second = Commands.inspect(attempt: spec.attempt)
      let findings = try await [first, second]
      if findings.contains(.neverStarted) {
        _ = try await Commands.wait(attempt: spec.attempt)
        #expect(try await Commands.inspect(attempt: spec.attempt) == .neverStarted)
        #expect(try Files.status("\(spec.attempt)/run") == nil)
      }
      return try await settle(scratch, call)
    }
    try check(scratch, outcomes)
    #expect(outcomes.allSatisfy { $0 == .finished })
  }

  /// Does what recovery does, until the call is settled.
  private func settle(_ scratch: Scratch, _ call: Int) async throws -> Outcome {
    var attempt = 1
    while true {
      let directory = scratch("\(call).\(attempt)")
      switch try await Commands.inspect(attempt: directory) {
      case .finished(let end):
        #expect(end == exited(0, like: end))
        #expect(try scratch.text("\(call).\(attempt)/output") == "ran \(call).\(attempt)\n")
        return .finished
      case .running: _ = try await Commands.wait(attempt: directory)
      case .lost: return .interrupted
      case .neverStarted:
        attempt += 1
        _ = try await Commands.wait(attempt: start(scratch, call, attempt).attempt)
      }
    }
  }

  /// Every finished call had its effect once, every interrupted one at most once.
  private func check(_ scratch: Scratch, _ outcomes: [Outcome]) throws {
    let effects = try scratch.text("effects").split(separator: "\n")
    let calls = effects.map { $0.prefix { $0 != "." } }
    #expect(Set(calls).count == calls.count, "something ran twice")
    for (call, outcome) in outcomes.enumerated() where outcome == .finished {
      #expect(calls.contains("\(call)"), "call \(call) finished without its effect")
    }
    let counts = Dictionary(grouping: outcomes) { $0 }.mapValues(\.count)
    let again = try Files.list(scratch.path).count { $0.contains(".") && !$0.hasSuffix(".1") }
    print("claim protocol: \(outcomes.count) calls, \(counts), \(again) started anew")
  }

  private func inGroups<T: Sendable>(
    of width: Int, _ count: Int, _ body: @escaping @Sendable (Int) async throws -> T
  ) async throws -> [T] {
    try await withThrowingTaskGroup(of: (Int, T).self) { group in
      var results: [Int: T] = [:]
      for number in 0..<count {
        if number >= width, let (index, result) = try await group.next() { results[index] = result }
        group.addTask { (number, try await body(number)) }
      }
      for try await (index, result) in group { results[index] = result }
      return results.sorted { $0.key < $1.key }.map(\.value)
    }
  }
}

/// Starts a command whose effect must not happen twice.
private func start(_ scratch: Scratch, _ call: Int, _ attempt: Int) throws -> CommandSpec {
  let spec = scratch.shell(
    "echo $NAME >> $SCRATCH/effects; sleep 0.00\(call % 7); echo ran $NAME"
      .replacing("$NAME", with: "\(call).\(attempt)"),
    attempt: "\(call).\(attempt)")
  try Commands.start(spec)
  return spec
}
