import Events
import Testing
import Wire

@testable import Runtime

/// The decisions that are tables: each row is asserted.
@Suite struct PureCoreTests {
  static let executor = TestExecutor(seed: 3)

  static func started(_ effect: EffectClass, attempt: Int = 1) -> ToolStarted {
    ToolStarted(
      call: ToolCall(id: executor.world.newID(), name: "t", arguments: [:]), effectClass: effect,
      narration: "n", attempt: attempt)
  }

  static func files(_ states: FileFinding.State...) -> Finding {
    .files(states.enumerated().map { FileFinding(path: "/f\($0.offset)", state: $0.element) })
  }

  @Test(arguments: [
    (EffectClass.pure, Finding.repeatable, Recovery.again, Recovery.cancelled),
    (.idempotent, .repeatable, .again, .cancelled),
    (.command, .finished, .adopt, .adopt),
    (.command, .running, .adopt, .adopt),
    (.command, .unknown, .adopt, .adopt),
    (.command, .neverStarted, .afresh, .cancelled),
    (.filePlan, files(.untouched, .untouched), .again, .cancelled),
    (.filePlan, files(.done, .untouched), .again, .again),
    (.filePlan, files(.done, .done), .again, .again),
  ])
  func recoveryTable(
    effect: EffectClass, finding: Finding, continuing: Recovery, cancelling: Recovery
  ) {
    #expect(recover(Self.started(effect), finding, .continuing) == continuing)
    #expect(recover(Self.started(effect), finding, .cancelling) == cancelling)
  }

  @Test(arguments: [
    (EffectClass.atMostOnce, Finding.unknown), (.atMostOnce, .repeatable), (.filePlan, .unknown),
    (.command, .repeatable), (.filePlan, files(.conflict)),
    (.filePlan, files(.done, .untouched, .conflict)),
  ])
  func whatMayHaveHappenedIsNeverRunAgain(effect: EffectClass, finding: Finding) {
    for aim in [RecoveryAim.continuing, .cancelling] {
      guard case .interrupted(let why) = recover(Self.started(effect), finding, aim) else {
        Issue.record("\(effect) with \(finding) may run again")
        continue
      }
      #expect(!why.isEmpty)
    }
  }

  @Test func aConflictNamesWhatIsDoneNotDoneAndConflicting() {
    let decision = recover(
      Self.started(.filePlan), Self.files(.done, .untouched, .conflict), .continuing)
    guard case .interrupted(let why) = decision else {
      Issue.record("not interrupted")
      return
    }
    #expect(why.contains("done: /f0") && why.contains("not done: /f1"))
    #expect(why.contains("conflicting: /f2"))
  }

  @Test(arguments: [
    (Touches.nothing, Touches.nothing, true),
    (.nothing, .paths(reads: [], writes: ["/a"]), true),
    (.barrier, .nothing, false),
    (.nothing, .barrier, false),
    (.paths(reads: ["/a"], writes: []), .paths(reads: ["/a"], writes: []), true),
    (.paths(reads: ["/a"], writes: []), .paths(reads: [], writes: ["/a"]), false),
    (.paths(reads: [], writes: ["/a"]), .paths(reads: [], writes: ["/a"]), false),
    (.paths(reads: [], writes: ["/a"]), .paths(reads: [], writes: ["/ab"]), true),
    (.paths(reads: ["/a"], writes: []), .paths(reads: [], writes: ["/a/b"]), false),
    (.paths(reads: [], writes: ["/a"]), .paths(reads: ["/a/b/c"], writes: []), false),
    (.paths(reads: ["/"], writes: []), .paths(reads: [], writes: ["/x"]), false),
  ])
  func overlapTable(left: Touches, right: Touches, expected: Bool) {
    #expect(left.mayOverlap(right) == expected)
    #expect(right.mayOverlap(left) == expected)
  }

  @Test func callsRunInOrderUnlessTheyCannotMeet() {
    let calls = (0..<12).map { _ in
      CallState(
        call: ToolCall(id: Self.executor.world.newID(), name: "t", arguments: [:]),
        stage: .pending)
    }
    let due = calls.map { Effect.run($0.call.id, attempt: 1) }
    let free = admit(due, calls: calls, inFlight: [], touches: { _ in .nothing })
    #expect(free == Array(due.prefix(Limits.concurrentCalls)))
    let barriers = admit(due, calls: calls, inFlight: [], touches: { _ in .barrier })
    #expect(barriers == [due[0]])
    let running: Set<Effect.Subject> = [.call(calls[1].call.id)]
    let behind = admit(
      [due[0]], calls: calls, inFlight: running, touches: { _ in .paths(reads: [], writes: ["/a"]) }
    )
    #expect(behind == [])
  }

  @Test func retriesDoubleUpToALimitAndObeyTheProvider() {
    func decide(_ failures: Int, _ after: Duration? = nil, _ elapsed: Duration = .zero)
      -> RetryDecision
    {
      decideRetry(
        code: .overloaded, failures: failures, elapsed: elapsed, retryAfter: after, jitter: 0.5)
    }
    #expect((1...4).map { decide($0) } == [1, 2, 4, 8].map { .retry(after: .seconds($0)) })
    #expect(decide(Limits.modelAttempts) == .giveUp)
    #expect(decide(1, .seconds(30)) == .retry(after: .seconds(30)))
    #expect(decide(1, .seconds(700)) == .giveUp)
    #expect(decide(1, nil, Limits.retryTotal) == .giveUp)
  }

  @Test(arguments: [
    ErrorCode.authentication, .permission, .quotaExhausted, .invalidRequest, .modelNotFound,
    .refusal, .requestTooLarge, .internal,
  ])
  func whatWillNotChangeIsNotRetried(code: ErrorCode) {
    let decision = decideRetry(
      code: code, failures: 1, elapsed: .zero, retryAfter: .seconds(1), jitter: 0)
    #expect(decision == .giveUp)
  }

  @Test func rewindingAbandonsAndRewindingThatBringsBack() {
    let id: SessionID = Self.executor.world.newID()
    func event(_ sequence: Int, _ fact: Fact) -> Event {
      Event(
        id: Self.executor.world.newID(), sessionID: id, sequence: sequence,
        time: Self.executor.world.now(), fact: fact)
    }
    let notices = (1...5).map {
      event($0, .noticeRaised(NoticeRaised(level: .info, text: "\($0)")))
    }
    let undo = event(6, .sessionRewound(SessionRewound(toSequence: 2)))
    let redo = event(7, .sessionRewound(SessionRewound(toSequence: 5)))
    let more = event(8, notices[0].fact)
    #expect(Timeline.live(notices + [undo]) == Array(notices.prefix(2)))
    #expect(Timeline.live(notices + [undo, redo]) == notices)
    #expect(Timeline.live(notices + [undo, redo, more]) == notices + [more])
    #expect(Timeline.live(notices + [undo, more]) == Array(notices.prefix(2)) + [more])
  }

  @Test func whatALaterVersionOpenedMakesTheSessionReadOnlyUntilItIsClosed() {
    let id: SessionID = Self.executor.world.newID()
    var state = SessionState(id: id)
    func apply(_ type: String) {
      state.apply(
        Event(
          id: Self.executor.world.newID(), sessionID: id, sequence: state.lastSequence + 1,
          time: Self.executor.world.now(), fact: Fact(type: type, data: [:])))
    }
    func answer() -> Decision {
      decide(
        Scenario.say("x", key: "x"), state, at: Self.executor.world.now(),
        newID: { Self.executor.world.newID() })
    }
    apply("task.started")
    guard case .refused(let why) = answer() else {
      Issue.record("an input was accepted")
      return
    }
    #expect(why.contains("task.started"))
    apply("something.noted")
    apply("task.completed")
    guard case .facts = answer() else {
      Issue.record("an input was refused")
      return
    }
  }

  @Test func secretsAreBlackedOutWhereverTheyStand() {
    let redact = Redactor(["sk-very-secret", "short", "sk-very-secret-longer"])
    let fact = Fact.noticeRaised(
      NoticeRaised(level: .info, text: "a sk-very-secret-longer b sk-very-secret c short"))
    let expected = Fact.noticeRaised(
      NoticeRaised(level: .info, text: "a [redacted] b [redacted] c short"))
    #expect(redact(fact) == expected)
  }
}
