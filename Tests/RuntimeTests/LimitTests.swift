import Events
import Synchronization
import Testing
import Wire

@testable import Runtime

/// Every limit of the kernel is reached once.
@Suite struct LimitTests {
  @Test func theQueueIsFullAtItsLimit() throws {
    let scenario = Scenario([Step(text: "x")])
    scenario.process(nil) { session in
      var accepted = 0
      var why = ""
      for number in 1...(2 * Limits.queuedInputs) {
        switch await session.submit(Scenario.say("x", key: "\(number)", .followUp)) {
        case .recorded: accepted += 1
        case .refused(let reason), .failed(let reason): why = reason
        }
      }
      // The first one may have found its place already.
      #expect((Limits.queuedInputs...Limits.queuedInputs + 1).contains(accepted))
      #expect(why.contains("\(Limits.queuedInputs) inputs are waiting"))
    }
  }

  @Test func anInputIsBounded() throws {
    let scenario = Scenario([Step(text: "x")])
    scenario.process(nil) { session in
      let text = String(repeating: "x", count: Limits.inputBytes + 1)
      guard case .refused = await session.submit(Scenario.say(text, key: "1")) else {
        Issue.record("accepted")
        return
      }
      guard case .refused = await session.submit(Scenario.say(" \n", key: "2")) else {
        Issue.record("an empty input was accepted")
        return
      }
    }
    #expect(try scenario.store.sessions(in: nil) == [])
  }

  @Test func anAnswerIsBounded() throws {
    var assembler = ReplyAssembler()
    let piece = String(repeating: "x", count: 1 << 20)
    for _ in 0..<(Limits.answerBytes >> 20) { try assembler.add(.text(piece)) }
    #expect(throws: ModelError.self) { try assembler.add(.text("x")) }
    var calls = ReplyAssembler()
    for index in 0..<Limits.callsPerAnswer {
      try calls.add(.callStarted(index: index, providerCallID: nil, name: "t"))
    }
    #expect(throws: ModelError.self) {
      try calls.add(.callStarted(index: 999, providerCallID: nil, name: "t"))
    }
  }

  @Test func aResultIsBoundedWhateverTheToolReturns() {
    let text = String(repeating: "ä", count: Limits.toolResultBytes)
    let outcome = bounded(ToolOutcome(status: .success, content: [.text(text), .text("more")]))
    let bytes = outcome.content.compactMap(\.text).reduce(0) { $0 + $1.utf8.count }
    #expect(bytes < Limits.toolResultBytes + 200)
    #expect(outcome.content[0].text?.contains("bytes more were left out") == true)
  }

  @Test func aStalledStreamIsGivenUpAndRetried() throws {
    var scenario = Scenario([])
    scenario.driver = StallingModel()
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("x", key: "1"))
    }
    let log = try scenario.log(try #require(session).id)
    let retries = log.filter { $0.fact.type == "retry.scheduled" }
    #expect(retries.count == Limits.modelAttempts - 1)
    guard case .turnFailed(let failed) = log.dropLast().last?.fact else {
      Issue.record("the turn did not fail")
      return
    }
    #expect(failed.errorCode == .timeout)
    let waited = failed.summary.durationMs
    #expect(waited >= Limits.modelAttempts * 120_000, "waited \(waited) ms")
  }

  @Test func aSlowFollowerMissesPreviewsButNoEvent() async throws {
    let feed = Feed(lastSequence: 0)
    let subscription = feed.subscribe(after: 0)
    let id: MessageID = PureCoreTests.executor.world.newID()
    for number in 0..<(Limits.bufferedPreviews + 50) {
      feed.publish(.outputDelta(messageID: id, text: "\(number)"))
    }
    var texts: [String] = []
    while case .update(.preview(.outputDelta(_, let text))) = feed.next(for: subscription) {
      texts.append(text)
    }
    #expect(texts.count == Limits.bufferedPreviews && texts.first == "50")
  }

  @Test func aFollowerOfALongLogGetsEveryEventOnceInOrder() throws {
    let scenario = Scenario([])
    let seen = Mutex<[Int]>([])
    let (session, _) = scenario.process(nil) { session in
      for number in 1...Limits.queuedInputs {
        _ = await session.submit(Scenario.say("x", key: "\(number)", .followUp))
      }
      do {
        for try await case .event(let event) in await session.updates(after: 0) {
          seen.withLock { $0.append(event.sequence) }
          let state = await session.state
          let isLast = event.sequence == state.lastSequence
          if isLast, state.turn == nil, state.queue.isEmpty { break }
        }
      } catch {
        Issue.record(error)
      }
    }
    let log = try scenario.log(try #require(session).id)
    #expect(log.count > 2 * Limits.updatePage)
    #expect(seen.withLock { $0 } == log.map(\.sequence))
  }

  @Test func atMostSoManyCallsRunAtOnce() throws {
    let calls = (0..<20).map { (name: "look", arguments: JSON.object(["name": .string("\($0)")])) }
    let scenario = Scenario([Step(calls: calls), Step(text: "end")])
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("x", key: "1"))
    }
    var running = 0
    var most = 0
    for event in try scenario.log(try #require(session).id) {
      switch event.fact {
      case .toolStarted: running += 1
      case .toolCompleted: running -= 1
      default: break
      }
      most = max(most, running)
    }
    #expect(most == Limits.concurrentCalls)
  }
}

/// Opens a stream and never says anything.
struct StallingModel: Model {
  let provider = "scripted"

  func stream(_ request: ModelRequest) -> AsyncThrowingStream<ModelDelta, any Error> {
    AsyncThrowingStream { _ in }
  }
}
