import Events
import Synchronization
import Testing
import Wire

@testable import Runtime

/// One seed drives everything: what the model says, its errors and cuts, what the user types and
/// when, interrupts, and the moments at which processes die.
@Suite struct SimulationTests {
  static let seeds: ClosedRange<UInt64> = Soak.isOn ? 1...20_000 : 1...1000

  @Test func lawsHoldWhateverHappens() throws {
    var reached: Set<String> = []
    for seed in Self.seeds { reached.formUnion(try simulate(seed)) }
    // A simulation that does not get somewhere proves nothing about it. A rewind is left out: it
    // makes the script begin anew, so that its effects rightly happen twice.
    let missed = Set(Fact.types).subtracting(reached)
    #expect(missed == ["reason.item", "session.rewound", "transcript.repaired"])
  }

  /// - Returns: the types of the facts that came about.
  private func simulate(_ seed: UInt64) throws -> Set<String> {
    var random = SplitMix64(state: seed &* 0x2545_F491_4F6C_DD1D)
    let note = Comment(rawValue: "seed \(seed)")
    let scenario = Scenario(Self.steps(&random), seed: seed)
    var id: SessionID?
    var before: [Event] = []
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      // Many die early, so that some sessions are resumed again and again without any progress.
      let fuse = Int.random(in: 1...(Bool.random(using: &random) ? 12 : 120), using: &random)
      let (session, _) = scenario.process(
        id, fuse: fuse, continuing: .unlessStuck, atCommits: Self.actions(&random),
        Self.user(&random))
      guard let session else { continue }
      let log = try scenario.log(session.id)
      #expect(log.starts(with: before), "prefix: \(note)")
      before = log
      if !log.isEmpty { id = session.id }
    }
    let (session, _) = scenario.process(id, atCommits: Self.actions(&random))
    let last = try #require(session, note)
    let log = try scenario.log(last.id)
    #expect(log.starts(with: before), "prefix: \(note)")
    try checkLaws(scenario, last, note)
    checkFacts(log, note)
    return Set(log.map(\.fact.type))
  }

  private static func steps(_ random: inout SplitMix64) -> [Step] {
    (0..<Int.random(in: 1...6, using: &random)).map { index in
      var step = Step(text: ["", "One two three four.", "Short."].randomElement(using: &random)!)
      for number in 0..<Int.random(in: 0...3, using: &random) {
        let name = "\(index).\(number)"
        let call: (String, JSON) = [
          ("look", ["name": .string(name)]), ("once", ["name": .string(name)]),
          ("command", ["name": .string(name)]), ("nonsense", [:]), ("look", ["name": 3]),
          ("write", ["files": .object(["/work/\(number)": .string(name), "/x": "y"])]),
        ].randomElement(using: &random)!
        step.calls.append(call)
      }
      if Bool.random(using: &random) {
        let code: ErrorCode = [.overloaded, .network, .rateLimited].randomElement(using: &random)!
        let count = Int.random(in: 1...3, using: &random)
        step.errors = Array(repeating: ModelError(code: code, message: "no"), count: count)
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        step.cutAfter = Int.random(in: 0...3, using: &random)
      }
      if Int.random(in: 0..<12, using: &random) == 0 { step.finish = .maxTokens }
      return step
    }
  }

  /// What the user does right after a commit, before anything that follows from it.
  private static func actions(_ random: inout SplitMix64) -> [Int: Scenario.Action] {
    var actions: [Int: Scenario.Action] = [:]
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let kind = Int.random(in: 0..<5, using: &random)
      let number = Int.random(in: 5...8, using: &random)
      actions[Int.random(in: 1...30, using: &random)] = { command(kind, number, $0) }
    }
    return actions
  }

  private static func command(_ kind: Int, _ number: Int, _ state: SessionState) -> Command? {
    switch kind {
    case 0: return .interrupt(.turn)
    case 1: return Scenario.say("steer", key: "s\(number)", .steer)
    case 2: return Scenario.say("later", key: "f\(number)", .followUp)
    case 3: return state.queue.last.map { .withdraw(key: $0.inputKey) }
    default:
      let open = state.turn?.calls.first { !$0.isSettled }
      return open.map { .interrupt(.call($0.call.id)) }
    }
  }

  private static func user(
    _ random: inout SplitMix64
  ) -> @Sendable (Session) async -> Void {
    let actions: [(Duration, Command)] = (0..<Int.random(in: 1...5, using: &random)).map { _ in
      let number = Int.random(in: 1...4, using: &random)
      let command: Command = [
        Scenario.say("input \(number)", key: "\(number)"),
        Scenario.say("steer \(number)", key: "s\(number)", .steer),
        Scenario.say("later \(number)", key: "f\(number)", .followUp),
        .withdraw(key: "f\(number)"), .interrupt(.turn), .retryNow, .rename(title: "t"),
      ].randomElement(using: &random)!
      return (.milliseconds(Int.random(in: 0...400, using: &random)), command)
    }
    let endsInOrder = Int.random(in: 0..<6, using: &random) == 0
    return { session in
      _ = await session.submit(Scenario.say("begin", key: "begin"))
      for (delay, command) in actions {
        do { try await session.world.sleep(delay) } catch { return }
        _ = await session.submit(command)
      }
      if endsInOrder { await session.close() }
    }
  }
}
