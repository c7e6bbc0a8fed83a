import Events
import Synchronization
import Testing
import Wire

@testable import Runtime

/// One seed drives everything: what the model says, its errors and cuts, what the user types and
/// when, interrupts, and the moments at which processes die.
@Suite struct SimulationTests {
  static let seeds: ClosedRange<UInt64> = Soak.isOn ? 1...5000 : 1...200

  @Test func lawsHoldWhateverHappens() throws {
    for seed in Self.seeds { try simulate(seed) }
  }

  private func simulate(_ seed: UInt64) throws {
    var random = SplitMix64(state: seed &* 0x2545_F491_4F6C_DD1D)
    let note = Comment(rawValue: "seed \(seed)")
    let scenario = Scenario(Self.steps(&random), seed: seed)
    var id: SessionID?
    var before: [Event] = []
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let fuse = Int.random(in: 1...120, using: &random)
      let (session, _) = scenario.process(id, fuse: fuse, Self.user(&random))
      guard let session else { continue }
      let log = try scenario.log(session.id)
      #expect(log.starts(with: before), "prefix: \(note)")
      before = log
      if !log.isEmpty { id = session.id }
    }
    let (session, _) = scenario.process(id, Self.user(&random))
    let last = try #require(session, note)
    let log = try scenario.log(last.id)
    #expect(log.starts(with: before), "prefix: \(note)")
    try checkLaws(scenario, last, note)
    checkFacts(log, note)
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
    return { session in
      _ = await session.submit(Scenario.say("begin", key: "begin"))
      for (delay, command) in actions {
        do { try await session.world.sleep(delay) } catch { return }
        _ = await session.submit(command)
      }
    }
  }
}
