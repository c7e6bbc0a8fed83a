import Testing
import Wire

/// Signals end the run, orderly: what ran is cancelled and recorded, the turn stays open.
@Suite(.timeLimit(.minutes(5)))
struct SignalTests {
  @Test(arguments: [(2, 130), (15, 143), (1, 129)] as [(Int32, Int32)])
  func aSignalEndsTheRunAndNotTheTurn(signal: Int32, code: Int32) async throws {
    let yolo = try Yolo()
    let model = try yolo.script(
      [
        "calls": [
          ["name": "bash", "arguments": ["command": "echo > begun; sleep 60; echo > never"]]
        ]
      ],
      ["text": "done"])
    let running = try yolo.start(["-p", "x", "--provider", "llmsim", "-m", model])
    try await yolo.hasFile("begun")
    running.signal(signal)
    let result = await running.end()
    #expect(result.code == code)
    #expect(result.out == "")
    let id = try #require(result.errLines.first)
    #expect(result.err.contains("go on with: yolo -p -r \(id.suffix(6))"))
    let events = try await yolo.events(id)
    let completed = try #require(events.first { $0["type"] == "tool.completed" })
    #expect(completed["data"]?["status"] == "cancelled")
    #expect(!events.contains { $0["type"] == "turn.completed" || $0["type"] == "turn.cancelled" })
    #expect(try await yolo("-p", "-r", id).out == "done\n")
    #expect(yolo.read("never") == nil)
  }

  @Test func aSignalWhileACommandIsOnlyStartingCancelsIt() async throws {
    let yolo = try Yolo()
    let model = try yolo.script(
      ["calls": [["name": "bash", "arguments": ["command": "sleep 60"]]]], ["text": "done"])
    let running = try yolo.start(["-p", "x", "--provider", "llmsim", "-m", model])
    try await running.says("sleep 60")
    running.signal(2)
    let result = await running.end()
    #expect(result.code == 130)
    let events = try await yolo.events(try #require(result.errLines.first))
    let completed = try #require(events.first { $0["type"] == "tool.completed" })
    // The wrapper hears the request as soon as it can.
    #expect(completed["data"]?["status"] == "cancelled")
  }

  @Test func aSecondSignalEndsItAtOnce() async throws {
    let yolo = try Yolo()
    let model = try yolo.script(
      [
        "calls": [
          [
            "name": "bash",
            "arguments": ["command": "trap '' TERM; echo > begun; sleep 60 & wait; wait"],
          ]
        ]
      ],
      ["text": "done"])
    let running = try yolo.start(["-p", "x", "--provider", "llmsim", "-m", model])
    try await yolo.hasFile("begun")
    running.signal(2)
    try await running.says("ending the run")
    running.signal(2)
    let result = await running.end()
    #expect(result.code == 130)
    let id = try #require(result.errLines.first)
    #expect(!(try await yolo.events(id)).contains { $0["type"] == "turn.completed" })
    #expect(try await yolo("-p", "-r", id).out == "done\n")
  }

  @Test func duringAnAnswerTheReceivedTextIsKept() async throws {
    let yolo = try Yolo()
    let model = try yolo.script([
      "text": "abcdefghijklmnopqrstuvwxyz", "stall_s": 600, "stall_after": 13,
    ])
    let running = try yolo.start(["-p", "x", "--provider", "llmsim", "-m", model, "--json"])
    while !running.output.contains("output.message.delta") {
      // Another process is waited for: only looking tells.
      try await Task.sleep(for: .milliseconds(5))
    }
    running.signal(2)
    let result = await running.end()
    #expect(result.code == 130)
    #expect(try JSON.parse(result.outLines.last ?? "")["subtype"] == "interrupted")
  }

  @Test func jsonSaysThatItWasInterrupted() async throws {
    let yolo = try Yolo()
    let model = try yolo.script(["calls": [["name": "bash", "arguments": ["command": "sleep 60"]]]])
    let running = try yolo.start(
      ["-p", "x", "--provider", "llmsim", "-m", model, "--output-format", "json"])
    try await running.says("sleep 60")
    running.signal(15)
    let object = try JSON.parse(await running.end().out)
    #expect(object["subtype"] == "interrupted")
    #expect(object["error"]?["code"] == "interrupted")
  }
}
