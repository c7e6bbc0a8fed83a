import Glibc
import Testing
import Wire

/// Data directories as earlier versions left them: every build opens, exports and resumes all.
struct DatabaseFixtureTests {
  private static let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
  static let fixtures = ["schema-1"]

  private func open(_ fixture: String) throws -> Yolo {
    let yolo = try Yolo()
    _ = Shell.run(["mkdir", "-p", yolo.home])
    let source = "/\(Self.folder)/Fixtures/databases/\(fixture)"
    try #require(Shell.run(["cp", "-r", source, "\(yolo.home)/data"]) == 0)
    return yolo
  }

  private func lines(_ yolo: Yolo) throws -> [JSON] {
    let text = try #require(Shell.contents("\(yolo.home)/data/export.jsonl"))
    return try text.split(separator: "\n").map { try JSON.parse(String($0)) }
  }

  @Test(arguments: fixtures) func isExportedAsItWasWritten(_ fixture: String) async throws {
    let yolo = try open(fixture)
    let expected = try lines(yolo)
    let ids = Set(expected.compactMap { $0["session_id"]?.string })
    #expect(ids.count == 2)
    for id in ids {
      let events = try await yolo.events(id)
      #expect(events == expected.filter { $0["session_id"]?.string == id })
    }
    #expect(try await yolo("doctor").code == 0)
  }

  @Test(arguments: fixtures) func isResumedToTheEnd(_ fixture: String) async throws {
    let yolo = try open(fixture)
    let list = try JSON.parse(await yolo("sessions", "list", "--all", "--json").out).array ?? []
    let open = try #require(list.first { $0["status"] == "interrupted" }?["id"]?.string)
    let result = try await yolo(
      "-p", "-r", open, "-C", yolo.workspace, "--provider", "llmsim", "-m", "fixed:the end")
    #expect(result.code == 0 && result.out == "the end\n", "\(result.err)")
    let completed = try await yolo.events(open).filter { $0["type"] == "tool.completed" }
    #expect(completed.count == 1)
    #expect(completed[0]["data"]?.text.contains("it went on alone") == true)
    #expect(completed[0]["data"]?["exit_code"] == 0)
    let done = try #require(list.first { $0["status"] == "idle" }?["id"]?.string)
    let next = try await yolo(
      "-p", "more", "-r", done, "-C", yolo.workspace, "--provider", "llmsim", "-m", "echo")
    #expect(next.code == 0 && next.out == "more\n", "\(next.err)")
  }
}
