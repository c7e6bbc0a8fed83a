import Testing
import Wire

/// Two processes at a time on one session: none of their inputs is lost or answered twice.
struct SharedSessionTests {
  /// Inputs of each of the two.
  private static let inputs = 200

  @Test func twoProcessesShareASession() async throws {
    let yolo = try Yolo()
    let first = try await yolo("-p", "start", "--provider", "llmsim", "-m", "echo")
    let id = try #require(first.errLines.first)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for name in ["left", "right"] {
        group.addTask {
          for number in 1...Self.inputs {
            let result = try await yolo("-p", "\(name) \(number)", "-r", id)
            try #require(result.code == 0, "\(name) \(number): \(result.err)")
          }
        }
      }
      try await group.waitForAll()
    }
    let events = try await yolo.events(id)
    #expect(events.compactMap { $0["sequence"]?.int } == Array(1...events.count))
    let inputs = events.filter { $0["type"] == "input.message" }.compactMap {
      $0["data"]?["message"]?["content"]?[0]?["text"]?.string
    }
    let wanted = ["left", "right"].flatMap { name in (1...Self.inputs).map { "\(name) \($0)" } }
    #expect(inputs.sorted() == (wanted + ["start"]).sorted())
    // An answer that was cut off is asked for again; each input has one that was not.
    let answers = events.filter {
      $0["type"] == "output.message.completed" && $0["data"]?["interrupted"] == nil
    }.compactMap { $0["data"]?["message"]?["content"]?[0]?["text"]?.string }
    #expect(events.filter { $0["type"] == "turn.completed" }.count == inputs.count)
    #expect(answers == inputs)
    try await PinnedPython.validate(events, yolo)
    #expect(try yolo.query("SELECT count(*) FROM inbox") == [["0"]])
    #expect(try yolo.query("PRAGMA integrity_check") == [["ok"]])
  }
}
