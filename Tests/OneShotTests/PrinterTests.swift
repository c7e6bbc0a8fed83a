import Events
import OneShot
import Testing
import Wire

/// What is printed where.
struct PrinterTests {
  private func output(
    _ updates: [Update], _ report: Report?, _ format: Printer.Format, style: Style = .plain
  ) -> (out: String, err: String) {
    var printer = Printer(
      session: Log().session, format: format, style: style,
      stamp: { (Log.id(EventID.self, 99), Timestamp(microseconds: 0)) })
    var pieces = updates.flatMap { printer.print($0) }
    if let report { pieces += printer.finish(report) }
    var (out, err) = ("", "")
    for piece in pieces {
      switch piece {
      case .out(let text): out += text
      case .err(let text): err += text
      }
    }
    return (out, err)
  }

  private var turn: Log {
    var log = Log()
    log.start()
    log.input(1, key: "a")
    log.turn(1, for: 1)
    let call = ToolCall(id: Log.call(1), name: "bash", arguments: nil)
    log.add(
      .toolStarted(
        ToolStarted(call: call, effectClass: .command, narration: "make test", attempt: 1)),
      .toolCompleted(
        ToolCompleted(
          callID: call.id, toolName: "bash", status: .error, result: [], error: "it failed",
          exitCode: 2)))
    log.answer(3, "Hello\nthere")
    log.complete(1, final: 3)
    return log
  }

  private func delta(_ text: String, _ message: UInt64 = 3) -> Update {
    .preview(.outputDelta(messageID: Log.message(message), text: text))
  }

  @Test func textIsTheAnswerAloneAndTheRestGoesToTheErrors() {
    let log = turn
    let report = log.report(.completed, "Hello\nthere")
    let (out, err) = output(log.events.map { .event($0) } + [delta("x")], report, .text)
    #expect(out == "Hello\nthere\n")
    #expect(err == "• make test\n  error: it failed\n")
  }

  @Test func aFailedTurnPrintsNothingButItsReason() {
    let log = turn
    let (out, err) = output([], log.report(.failed(.overloaded, "come back")), .text)
    #expect(out == "")
    #expect(err == "! failed (overloaded): come back; worth trying again later\n")
  }

  private func failing(_ codes: [ErrorCode]) -> Log {
    var log = Log()
    for (index, code) in codes.enumerated() {
      log.cut(UInt64(index + 1), "Hal")
      log.add(
        .reasonCompleted(ReasonCompleted(success: false, error: "too busy", errorCode: code)))
      if index < codes.count - 1 {
        let time = Timestamp(microseconds: Int64(log.events.count + 1) * 1_000_000 + 1_500_000)
        log.add(
          .retryScheduled(
            RetryScheduled(attempt: index + 2, of: 5, errorCode: code, until: time)))
      }
    }
    return log
  }

  @Test func anErrorIsSaidOnce() {
    var log = failing([.overloaded, .overloaded])
    log.fail(1, .overloaded)
    let report = log.report(.failed(.overloaded, "too busy"))
    #expect(
      output(log.events.map { .event($0) }, report, .text).err
        == "… overloaded: too busy; attempt 2 of 5 in 1.5 s\n"
        + "! failed (overloaded): too busy; worth trying again later\n")
    // On a terminal the beginning of the answer was seen.
    #expect(
      output(log.events.map { .event($0) }, report, .streaming).err
        == "… the answer was cut off here\n… overloaded: too busy; attempt 2 of 5 in 1.5 s\n"
        + "… the answer was cut off here\n"
        + "! failed (overloaded): too busy; worth trying again later\n")
    // Where nothing else says it, it is said all the same.
    let left = log.report(.left)
    let events = failing([.overloaded]).events.map { Update.event($0) }
    #expect(
      output(events, left, .text).err == "! too busy\n! interrupted; the turn stays open\n")
  }

  @Test(arguments: [ErrorCode.cancelled, .interrupted])
  func aRunThatWasEndedIsNoError(code: ErrorCode) {
    let log = failing([code])
    let report = log.report(.completed)
    #expect(output(log.events.map { .event($0) }, report, .text).err == "")
  }

  @Test func theOutcomeOfACallBehindAnotherOneNamesItsCall() {
    var log = Log()
    for number in 1...2 as ClosedRange<UInt64> {
      let call = ToolCall(id: Log.call(number), name: "read_file", arguments: nil)
      log.add(
        .toolStarted(
          ToolStarted(call: call, effectClass: .pure, narration: "Read \(number)", attempt: 1)))
    }
    for number in [2, 1] as [UInt64] {
      log.add(
        .toolCompleted(
          ToolCompleted(
            callID: Log.call(number), toolName: "read_file", status: .error, result: [],
            error: "it is gone")))
    }
    #expect(
      output(log.events.map { .event($0) }, nil, .text).err
        == "• Read 1\n• Read 2\n  error: it is gone\n  Read 1: error: it is gone\n")
  }

  @Test func streamingNeverShowsAnythingTwiceWhateverPreviewsAreLost() {
    let log = turn
    let answer = Update.event(log.events[5])
    let report = log.report(.completed, "Hello\nthere")
    let deltas = ["Hel", "lo\nth", "ere"]
    #expect(output(deltas.map { delta($0) } + [answer], report, .streaming).out == "Hello\nthere\n")
    #expect(output([delta("Hel"), answer], report, .streaming).out == "Hello\nthere\n")
    #expect(output([answer], report, .streaming).out == "Hello\nthere\n")
    // A lost piece in the middle: what was shown cannot be taken back, so the whole follows.
    #expect(
      output([delta("Hel"), delta("ere"), answer], report, .streaming).out
        == "Helere\nHello\nthere\n")
    // An answer that was cut off and asked for again.
    #expect(
      output([delta("Half", 2), delta("Hello\nthere"), answer], report, .streaming).out
        == "Half\nHello\nthere\n")
  }

  @Test func aTerminalSeesTheOutputOfCommandsAsItComes() {
    func output(_ text: String) -> Update { .preview(.toolOutput(callID: Log.call(1), text: text)) }
    let log = turn
    let updates = [.event(log.events[3]), output("one\ntw"), output("o"), .event(log.events[4])]
    #expect(
      self.output(updates, nil, .streaming).err
        == "• make test\n  │ one\n  │ two\n  error: it failed\n")
    #expect(self.output(updates, nil, .text).err == "• make test\n  error: it failed\n")
  }

  @Test func aTerminalIsSentNoControlCharacters() {
    let evil = "\u{1B}]0;x\u{7}a\u{9B}b\r\u{202E}c\td\n"
    let shown = output([delta(evil)], nil, .streaming).out
    #expect(shown == "␛]0;x␇a\u{FFFD}b␍\u{FFFD}c\td\n")
    let (out, _) = output([], turn.report(.completed, evil), .text)
    #expect(out == evil)
  }

  @Test func jsonIsOneObject() throws {
    let log = turn
    let report = log.report(.completed, "Hello")
    let (out, _) = output(log.events.map { .event($0) } + [delta("x")], report, .json)
    #expect(
      try JSON.parse(out)
        == [
          "type": "result", "subtype": "success", "is_error": false, "result": "Hello",
          "session_id": log.session.json, "num_turns": 2, "duration_ms": 5,
          "usage": report.usage.json, "total_cost_usd": nil,
        ])
    let failed = try JSON.parse(
      output([], log.report(.failed(.maxTurnRequests, "3 requests")), .json).out)
    #expect(failed["subtype"] == "max_turns")
    #expect(failed["error"] == ["code": "max_turn_requests", "message": "3 requests"])
  }

  @Test func streamJSONIsOneObjectALine() throws {
    let log = turn
    let updates = [Update.event(log.events[0]), delta("x")]
    let report = log.report(.cancelled("user"))
    let lines = output(updates, report, .streamJSON).out.split(separator: "\n").map(String.init)
    #expect(
      try lines.map { try JSON.parse($0) } == [
        log.events[0].json,
        [
          "id": Log.id(EventID.self, 99).json, "type": "output.message.delta",
          "ts": Timestamp(microseconds: 0).json, "session_id": log.session.json, "context": [:],
          "data": ["message_id": Log.message(3).json, "delta": "x"], "ephemeral": true,
        ],
        report.json,
      ])
  }

  @Test(arguments: [
    (ErrorCode.rateLimited, ExitCode.retry), (.overloaded, .retry), (.network, .retry),
    (.unavailable, .retry), (.timeout, .retry), (.authentication, .failed),
    (.invalidRequest, .failed), (.maxTurnRequests, .failed), (.refusal, .failed),
  ])
  func exitCodesSayWhetherToTryAgain(code: ErrorCode, exit: ExitCode) {
    #expect(turn.report(.failed(code, "")).exitCode == exit)
  }

  @Test func recoveryIsToldInOneLine() {
    var log = Log()
    log.add(
      .sessionResumed(
        SessionResumed(driver: "yolo 1", found: ["a command was running"], action: "waiting for it")
      ),
      .retryScheduled(
        RetryScheduled(
          attempt: 2, of: 5, errorCode: .network, until: Timestamp(microseconds: 3_500_000))))
    #expect(
      output(log.events.map { .event($0) }, nil, .text).err
        == "↻ resumed: a command was running → waiting for it\n… network: attempt 2 of 5 in 1.5 s\n"
    )
  }
}
