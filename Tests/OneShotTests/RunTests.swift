import Events
import OneShot
import Testing
import Wire

/// When a run is over, and what is open.
struct RunTests {
  private func run(_ log: Log, _ goal: Run.Goal) -> Run {
    Run(session: log.session, goal: goal, log: log.events)
  }

  @Test func aPromptIsAnsweredByTheEndOfItsOwnTurn() {
    var log = Log()
    log.start()
    log.input(1, key: "other")
    log.turn(1, for: 1)
    log.input(2, key: "mine", .followUp)
    log.answer(3, "not mine")
    log.complete(1, final: 3)
    #expect(run(log, .answer(key: "mine")).report == nil)
    log.turn(2, for: 2)
    log.answer(4, "mine")
    #expect(run(log, .answer(key: "mine")).report == nil)
    log.complete(2, final: 4)
    log.input(5, key: "later")
    #expect(run(log, .answer(key: "mine")).report == log.report(.completed, "mine"))
    #expect(run(log, .answer(key: "other")).report == log.report(.completed, "not mine"))
    #expect(run(log, .answer(key: "later")).report == nil)
  }

  @Test func anInputThatJoinsATurnIsAnsweredByIt() {
    var log = Log()
    log.start()
    log.input(1, key: "first")
    log.turn(1, for: 1)
    log.input(2, key: "steer", .steer)
    log.add(
      .reasonStarted(ReasonStarted(iteration: 2, attempt: 1, model: "m", inputs: [Log.message(2)])))
    log.fail(1, .rateLimited)
    #expect(run(log, .answer(key: "steer")).report == log.report(.failed(.rateLimited, "no luck")))
  }

  @Test func aPromptThatIsTakenBackEndsTheRun() {
    var log = Log()
    log.start()
    log.input(1, key: "mine")
    log.add(.inputWithdrawn(InputWithdrawn(messageID: Log.message(1))))
    #expect(
      run(log, .answer(key: "mine")).report
        == Report(session: log.session, ending: .cancelled("the prompt was taken back")))
    #expect(!run(log, .everything).isOpen)
  }

  @Test func everythingIsOverWhenNothingWaitsAnyMore() {
    var log = Log()
    log.start()
    #expect(run(log, .everything).report == nil)
    log.input(1, key: "a")
    #expect(run(log, .everything).openDescription == ["waiting: prompt 1"])
    log.turn(1, for: 1)
    #expect(run(log, .everything).openDescription == ["an answer is outstanding"])
    log.input(2, key: "b", .followUp)
    let call = ToolCall(id: Log.call(1), name: "bash", arguments: nil)
    log.add(
      .toolStarted(
        ToolStarted(call: call, effectClass: .command, narration: "make test", attempt: 1)))
    #expect(run(log, .everything).openDescription == ["running: make test", "waiting: prompt 2"])
    log.add(
      .toolCompleted(
        ToolCompleted(callID: call.id, toolName: "bash", status: .success, result: [])))
    log.answer(3, "one")
    log.complete(1, final: 3)
    #expect(run(log, .everything).report == nil)
    log.turn(2, for: 2)
    log.answer(4, "two")
    log.complete(2, final: 4)
    #expect(run(log, .everything).report == log.report(.completed, "two"))
    #expect(run(log, .everything).openDescription == [])
  }

  @Test func whatWasRewoundDoesNotCount() {
    var log = Log()
    log.start()
    log.input(1, key: "a")
    log.turn(1, for: 1)
    log.answer(2, "kept")
    log.complete(1, final: 2)
    let kept = log.events.count
    log.input(3, key: "b")
    log.turn(2, for: 3)
    log.answer(4, "abandoned")
    log.complete(2, final: 4)
    log.add(.sessionRewound(SessionRewound(toSequence: kept)))
    #expect(run(log, .everything).lastAnswer?.text == "kept")
    #expect(run(log, .everything).lastSequence == log.events.count)
    // Rewinding to just before the rewind takes it back.
    log.add(.sessionRewound(SessionRewound(toSequence: log.events.count - 1)))
    #expect(run(log, .everything).lastAnswer?.text == "abandoned")
  }
}
