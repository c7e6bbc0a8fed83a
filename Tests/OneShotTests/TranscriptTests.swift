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
    let lines = (1...12).map { "  │ line \($0)\n" }.joined()
    #expect(
      log.events.map(transcript.text).joined()
        == "\n> prompt 1\n• ls (attempt 2)\n\(lines)  │ … 2 more lines\n"
        + "\nDone.\n! failed (network): no luck\n")
  }

  @Test func aListHasOneLineASession() {
    let time = Timestamp(rfc3339: "2026-01-02T03:04:05.678Z") ?? Timestamp(microseconds: 0)
    let summary = SessionSummary(
      id: Log().session, title: "fix\nit", cwd: "/w", provider: "llmsim", model: "echo",
      status: .interrupted, messages: 2, createdAt: time, updatedAt: time)
    #expect(
      SessionList.lines([summary], .plain)
        == "000001  interrupted  2026-01-02T03:04:05  fix  /w\n")
    #expect(SessionList.json([summary]) == [summary.json])
    #expect(
      Transcript(style: .plain).heading(summary)
        == "fix\n\(summary.id.text)\n"
        + "/w · llmsim/echo · interrupted · 2 messages · since 2026-01-02T03:04:05.678Z\n")
  }

  @Test(arguments: [(0, "0.0 s"), (1249, "1.2 s"), (1250, "1.3 s"), (61_000, "61.0 s")])
  func durations(milliseconds: Int, text: String) {
    #expect(seconds(.milliseconds(milliseconds)) == text)
  }
}
