import Events
import OneShot
import Testing
import Wire

/// Sessions as text to read.
struct TranscriptTests {
  @Test func aTurnReadsInItsOrder() {
    var log = Log()
    log.start()
    log.input(1, key: "a")
    let call = ToolCall(id: Log.call(1), name: "bash", arguments: nil)
    let output = (1...14).map { "line \($0)\n" }.joined()
    log.add(
      .toolStarted(ToolStarted(call: call, effectClass: .command, narration: "ls", attempt: 2)),
      .toolCompleted(
        ToolCompleted(
          callID: call.id, toolName: "bash", status: .success, result: [.text(output)], exitCode: 0,
          durationMs: 1250)))
    log.answer(3, "Done.")
    log.fail(1, .network)
    let transcript = Transcript(style: .plain)
    let first = (1...7).map { "  │ line \($0)\n" }.joined()
    let last = (10...14).map { "  │ line \($0)\n" }.joined()
    #expect(
      log.events.map(transcript.text).joined()
        == "\n> prompt 1\n• ls (attempt 2)\n\(first)  │ … 2 lines left out\n\(last)"
        + "\nDone.\n! failed (network): no luck\n")
  }

  @Test func anErrorThatTheResultTellsIsNotToldAgain() {
    var log = Log()
    for result in ["[it is gone]", "nothing"] {
      log.add(
        .toolCompleted(
          ToolCompleted(
            callID: Log.call(1), toolName: "bash", status: .error, result: [.text(result)],
            error: "it is gone")))
    }
    #expect(
      log.events.map(Transcript(style: .plain).text).joined()
        == "  │ [it is gone]\n  │ nothing\n  error: it is gone\n")
  }

  @Test func aListHasOneLineASession() {
    let time = Timestamp(rfc3339: "2026-01-02T03:04:05.678Z") ?? Timestamp(microseconds: 0)
    let summary = SessionSummary(
      id: Log().session, title: "fix\nit", cwd: "/w\nhere", provider: "llmsim",
      model: "echo", status: .interrupted, messages: 2, createdAt: time, updatedAt: time)
    func list(_ directories: SessionList.Directories, _ now: String, _ width: Int?) -> String {
      let now = Timestamp(rfc3339: now) ?? time
      return SessionList(style: .plain, directories: directories, now: now, width: width)
        .lines([summary])
    }
    #expect(
      list(.one, "2026-01-02T03:10:00.000Z", nil)
        == "000001  5 min ago    interrupted · fix␤it\n")
    #expect(
      list(.several, "2026-01-02T03:04:06.000Z", nil)
        == "000001  just now     interrupted · fix␤it  /w␤here\n")
    #expect(
      list(.several, "2026-03-02T03:04:06.000Z", 40)
        == "000001  2026-01-02   interrupted · fix␤…\n")
    #expect(SessionList.json([summary]) == [summary.json])
    #expect(
      Transcript(style: .plain).heading(summary)
        == "fix\n\(summary.id.text)\n"
        + "/w␤here · llmsim/echo · interrupted · 2 messages · since 2026-01-02 03:04 UTC\n")
  }

  @Test(arguments: [
    (-5, "just now"), (59, "just now"), (60, "1 min ago"), (3599, "59 min ago"), (3600, "1 h ago"),
    (86_399, "23 h ago"), (86_400, "1 day ago"), (172_800, "2 days ago"),
    (2_591_999, "29 days ago"), (2_592_000, "1970-01-01"),
  ])
  func ages(seconds: Int64, text: String) {
    let now = Timestamp(microseconds: seconds * 1_000_000)
    #expect(age(of: Timestamp(microseconds: 0), at: now) == text)
  }

  @Test func aLongTitleIsCutToTheTerminal() {
    let time = Timestamp(microseconds: 0)
    let summary = SessionSummary(
      id: Log().session, title: "a title that is longer than the terminal is wide", cwd: "/w",
      createdAt: time, updatedAt: time)
    let line = SessionList(style: .plain, directories: .several, now: time, width: 60).line(summary)
    #expect(line == "000001  just now     a title that is longer than the termin…")
  }

  @Test(arguments: [(0, "0.0 s"), (1249, "1.2 s"), (1250, "1.3 s"), (61_000, "61.0 s")])
  func durations(milliseconds: Int, text: String) {
    #expect(seconds(.milliseconds(milliseconds)) == text)
  }
}
