import Testing
import Wire

/// Data that cannot be used: one clear sentence, and nothing stored is lost.
struct DamageTests {
  private let yolo: Yolo

  init() throws { yolo = try Yolo() }

  private func ask() async throws -> Yolo.Result {
    try await yolo("-p", "x", "--provider", "llmsim", "-m", "echo")
  }

  @Test func whatIsNoDatabaseIsNotTouched() async throws {
    let text = String(repeating: "this is not a database\n", count: 100)
    _ = Shell.run(["mkdir", "-p", "\(yolo.home)/data"])
    try yolo.write("../home/data/yolo.db", text)
    let result = try await ask()
    #expect(result.code == 1)
    #expect(result.err.contains("yolo.db"), "\(result.err)")
    #expect(result.out == "")
    #expect(Shell.contents("\(yolo.home)/data/yolo.db") == text)
    #expect(try await yolo("doctor").code == 1)
    #expect(try await yolo("sessions", "list").code == 1)
  }

  @Test func aDatabaseThatWasNeverFinishedCountsAsEmpty() async throws {
    _ = Shell.run(["mkdir", "-p", "\(yolo.home)/data"])
    try yolo.write("../home/data/yolo.db", "")
    #expect(try await yolo("sessions", "list", "--json").out == "[]\n")
    #expect(try await yolo("doctor").code == 0)
    #expect(try await ask().code == 0)
  }

  @Test func aNewerDatabaseIsReadAndNotWritten() async throws {
    #expect(try await ask().code == 0)
    let before = try yolo.query("SELECT count(*) FROM events")
    _ = try yolo.query("PRAGMA user_version = 9999")
    let result = try await ask()
    #expect(result.code == 1)
    #expect(result.err.contains("newer"), "\(result.err)")
    #expect(try yolo.query("SELECT count(*) FROM events") == before)
    #expect(try JSON.parse(await yolo("sessions", "list", "--json").out).array?.count == 1)
    let doctor = try await yolo("doctor")
    #expect(doctor.code == 1 && doctor.out.contains("newer"), "\(doctor.out)")
  }

  @Test func anEventOfALaterVersionIsKeptAndShown() async throws {
    let id = try #require(try await ask().errLines.first)
    let last = try #require(
      try yolo.query("SELECT count(*) FROM events WHERE session_id = '\(id)'").first?.first)
    _ = try yolo.query(
      """
      INSERT INTO events (session_id, sequence, id, type, turn_id, ts, version, context, data)
      SELECT session_id, \(last) + 1, 'event_' || substr('\(id)', 9), 'moon.landed', NULL, ts,
        version, context, '{"where":"mare"}' FROM events WHERE session_id = '\(id)' LIMIT 1
      """)
    let events = try await yolo.events(id)
    #expect(events.last?["type"] == "moon.landed")
    #expect(events.last?["data"] == ["where": "mare"])
    #expect(try await yolo("-p", "y", "-r", id).code == 0)
    #expect(try await yolo.events(id).contains { $0["type"] == "moon.landed" })
  }

  @Test func aDirectoryThatCannotBeWrittenIsNamed() async throws {
    try yolo.write("file", "")
    let result = try await yolo(
      "-p", "x", "--provider", "llmsim", "-m", "echo", "--session-dir", "file/data")
    #expect(result.code == 1)
    #expect(result.err.contains("file"), "\(result.err)")
    #expect(result.errLines.count == 1)
  }

  @Test func malformedArgumentsOfACallAreAnsweredAndTheTurnGoesOn() async throws {
    let model = try yolo.script(
      [
        "calls": [
          ["name": "read_file", "raw_arguments": "{\"path\": "],
          ["name": "read_file", "arguments": ["pfad": "x"]], ["name": "nothing", "arguments": [:]],
        ]
      ],
      ["text": "done"])
    let result = try await yolo("-p", "x", "--provider", "llmsim", "-m", model)
    #expect(result.code == 0, "\(result.err)")
    #expect(result.out == "done\n")
    let id = try #require(result.errLines.first)
    let errors = try await yolo.events(id).filter { $0["type"] == "tool.completed" }
    #expect(errors.count == 3)
    #expect(errors.allSatisfy { $0["data"]?["status"] == "error" })
  }
}
