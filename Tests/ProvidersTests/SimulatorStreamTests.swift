import Events
import Runtime
import Synchronization
import Testing
import Wire

@testable import Providers

@Suite struct SimulatorStreamTests {
  @Test func nothingIsMadeBeforeItIsAskedFor() async throws {
    let slept = Mutex<[Duration]>([])
    var step = SimulatorStep(text: "abcd")
    step.chunk = 1
    step.speed = 10
    let simulator = Simulator(
      script: SimulatorScript(steps: [step]),
      sleep: { duration in slept.withLock { $0.append(duration) } })
    var iterator = simulator.stream(Conversation("a").request).makeAsyncIterator()
    #expect(slept.withLock { $0 } == [])
    #expect(try await iterator.next() == .text("a"))
    #expect(slept.withLock { $0 } == [])
    #expect(try await iterator.next() == .text("b"))
    #expect(slept.withLock { $0 } == [.milliseconds(100)])
  }

  @Test func cancellingEndsAStall() async throws {
    let (stalled, stall) = AsyncStream<Void>.makeStream()
    var step = SimulatorStep(text: "Hello")
    step.stall = .seconds(3600)
    step.stallAfter = 2
    let simulator = Simulator(
      script: SimulatorScript(steps: [step]),
      sleep: { duration in
        stall.yield()
        try await ContinuousClock().sleep(for: duration)
      })
    let reading = Task {
      var deltas: [ModelDelta] = []
      do {
        for try await delta in simulator.stream(Conversation("a").request) { deltas.append(delta) }
      } catch is CancellationError {}
      return deltas
    }
    var iterator = stalled.makeAsyncIterator()
    await iterator.next()
    reading.cancel()
    #expect(try await reading.value == [.text("He")])
  }

  @Test func whatItWasSentIsKeptAndHandedOn() async throws {
    let seen = Mutex<[ModelRequest]>([])
    let simulator = Simulator(
      script: SimulatorScript(answers: ["x"]),
      capture: { request in seen.withLock { $0.append(request) } })
    let requests = (0..<(Simulator.capturedLimit + 2)).map { Conversation("\($0)").request }
    for request in requests { _ = simulator.stream(request) }
    #expect(simulator.captured == Array(requests.dropFirst(2)))
    #expect(seen.withLock { $0 } == requests)
    #expect(simulator.provider == "llmsim")
  }

  @Test func tokensAreEstimatedFromWhatIsSent() async throws {
    func input(_ request: ModelRequest) async throws -> Int {
      for try await delta in Simulator(answers: ["x"]).stream(request) {
        if case .usage(let usage) = delta { return usage.inputTokens }
      }
      return 0
    }
    var request = Conversation("a").request
    let small = try await input(request)
    request.system = String(repeating: "s", count: 400)
    #expect(try await input(request) == small + 100)
  }
}
