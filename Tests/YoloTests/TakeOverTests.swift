import Glibc
import Testing
import Wire

/// A process that followed a session and then drives it.
@Suite(.timeLimit(.minutes(5)))
struct TakeOverTests {
  private let yolo: Yolo

  init() throws { yolo = try Yolo() }

  /// Waits until the session has so many inputs.
  private func inputs(_ count: Int) async throws {
    while try yolo.query("SELECT 1 FROM events WHERE type = 'input.message'").count < count {
      // Another process is waited for: only looking tells.
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// The one who drives is killed, or ends; the follower answers its own prompt and disturbs
  /// nothing that others have asked behind it.
  @Test func whoTakesOverLeavesTheTurnsOfOthersAlone() async throws {
    func bash(_ command: String) -> JSON {
      ["calls": [["name": "bash", "arguments": ["command": .string(command)]]]]
    }
    let model = try yolo.script(
      bash("while [ ! -e go ]; do sleep 0.05; done"), ["text": "one"], ["text": "two"],
      bash("sleep 0.5; echo done > third"), ["text": "three"])
    let driver = try yolo.start(["-p", "first", "--provider", "llmsim", "-m", model])
    try await driver.says("while")
    let id = try #require(driver.errors.split(separator: "\n").first.map(String.init))
    let follower = try yolo.start(["-p", "second", "-r", id])
    try await inputs(2)
    let other = try yolo.start(["-p", "third", "-r", id])
    try await inputs(3)
    other.signal(SIGKILL)
    #expect(await other.end().code == 128 + SIGKILL)
    try yolo.write("go", "")
    #expect(await driver.end().out == "one\n")
    #expect(await follower.end().out == "two\n")
    #expect(try await yolo("-p", "-r", id).out == "three\n")
    let events = try await yolo.events(id)
    // A follower that becomes the driver leaves the turns of others alone.
    #expect(!events.contains { $0["data"]?["interrupted"] == true })
    let statuses = events.filter { $0["type"] == "tool.completed" }.map { $0["data"]?["status"] }
    #expect(statuses == ["success", "success"])
    #expect(yolo.read("third") == "done\n")
  }

  @Test func aFollowerGoesOnWithTheTurnOfADriverThatWasKilled() async throws {
    let command = "echo x >> once; while [ ! -e go ]; do sleep 0.05; done; echo finished"
    let model = try yolo.script(
      ["calls": [["name": "bash", "arguments": ["command": .string(command)]]]], ["text": "one"],
      ["text": "two"])
    let driver = try yolo.start(["-p", "first", "--provider", "llmsim", "-m", model])
    try await driver.says("echo x")
    let id = try #require(driver.errors.split(separator: "\n").first.map(String.init))
    let follower = try yolo.start(["-p", "second", "-r", id])
    try await inputs(2)
    driver.signal(SIGKILL)
    #expect(await driver.end().code == 128 + SIGKILL)
    try yolo.write("go", "")
    let result = await follower.end()
    #expect(result.out == "two\n", "\(result.err)")
    let completed = try await yolo.events(id).filter { $0["type"] == "tool.completed" }
    #expect(completed.count == 1)
    #expect(completed[0]["data"]?["exit_code"] == 0)
    #expect(completed[0]["data"]?["result"]?[0]?["text"]?.string?.contains("finished") == true)
    #expect(yolo.read("once") == "x\n")
  }
}
