import Glibc
import Testing
import Wire

/// Going on with sessions, and looking at them.
@Suite(.timeLimit(.minutes(5)))
struct SessionTests {
  private let yolo: Yolo
  private let flags = ["--provider", "llmsim", "-m", "echo"]

  init() throws { yolo = try Yolo() }

  /// A session of one answered prompt; its id.
  private func session(_ prompt: String, in directory: String? = nil) async throws -> String {
    let result = try await yolo.start(["-p", prompt] + flags, in: directory).end()
    #expect(result.code == 0, "\(result.err)")
    return try #require(result.errLines.first)
  }

  /// A session whose turn was ended by SIGTERM during its command; its id.
  private func interrupted() async throws -> String {
    let model = try yolo.script(
      ["calls": [["name": "bash", "arguments": ["command": "echo > begun; sleep 60"]]]],
      ["text": "done"])
    let running = try yolo.start(["-p", "x", "--provider", "llmsim", "-m", model])
    try await yolo.hasFile("begun")
    running.signal(15)
    let result = await running.end()
    #expect(result.code == 143)
    return try #require(result.errLines.first)
  }

  @Test func aSessionIsNamedByItsIdItsEndingOrItsTitle() async throws {
    let id = try await session("first title")
    for name in [id, String(id.suffix(6)), String(id.suffix(4)), "first title"] {
      for flag in ["-r", "--resume", "-s", "--session"] {
        let result = try await yolo("-p", "again", flag, name)
        #expect(result.code == 0, "\(result.err)")
        #expect(result.out == "again\n")
        #expect(result.errLines.first == id)
      }
    }
    let last = try await yolo("-p", "more", "-c")
    #expect(last.errLines.first == id)
    #expect(try JSON.parse(await yolo("sessions", "list", "--json").out).array?.count == 1)
  }

  @Test func theLastSessionIsThatOfTheDirectory() async throws {
    let here = try await session("here")
    let there = try await session("there", in: yolo.directory)
    #expect(try await yolo("-p", "x", "-c").errLines.first == here)
    #expect(
      try await yolo.start(["-p", "x", "-c"], in: yolo.directory).end().errLines.first == there)
    #expect(try await yolo("-p", "x", "-c", "-C", "..").errLines.first == there)
    let list = try JSON.parse(await yolo("sessions", "list", "--json").out).array ?? []
    #expect(list.map { $0["id"]?.string } == [here])
    let all = try JSON.parse(await yolo("sessions", "list", "--json", "--all").out).array ?? []
    #expect(all.map { $0["id"]?.string } == [there, here])
  }

  @Test func anAmbiguousOrUnknownNameListsWhatIsNear() async throws {
    let (one, two) = (try await session("same"), try await session("same"))
    let ambiguous = try await yolo("-p", "x", "-r", "same")
    #expect(ambiguous.code == 4)
    #expect(ambiguous.err.contains("several sessions fit “same”"))
    let unknown = try await yolo("-p", "x", "-r", "sane")
    #expect(unknown.code == 4)
    #expect(unknown.err.contains("there is no session “sane”"))
    for id in [one, two] {
      #expect(ambiguous.err.contains(id.suffix(6)) && unknown.err.contains(id.suffix(6)))
    }
    #expect(try JSON.parse(await yolo("sessions", "list", "--json").out).array?.count == 2)
  }

  @Test func aResumedSessionKeepsItsDirectory() async throws {
    let id = try await session("x", in: yolo.directory)
    let kept = try await yolo("-p", "y", "-r", id)
    #expect(kept.code == 0)
    #expect(kept.err.contains("working in \(yolo.directory), the session's own directory"))
    let moved = try await yolo("-p", "y", "-r", id, "-C", ".")
    #expect(!moved.err.contains("working in"))
    let list = try JSON.parse(await yolo("sessions", "list", "--json").out)
    #expect(list[0]?["id"]?.string == id)
    _ = Shell.run(["mkdir", "\(yolo.directory)/gone"])
    let other = try await session("z", in: "\(yolo.directory)/gone")
    _ = Shell.run(["rmdir", "\(yolo.directory)/gone"])
    let gone = try await yolo("-p", "y", "-r", other)
    #expect(gone.code == 2)
    #expect(gone.err.contains("\(yolo.directory)/gone, which is gone"))
  }

  @Test func withoutAPromptTheLastAnswerIsRepeated() async throws {
    let id = try await session("the answer")
    for input in [Yolo.Input.null, .silent] {
      let result = try await yolo("-p", "-r", id, input: input)
      #expect(result.code == 0)
      #expect(result.out == "the answer\n")
      #expect(result.err.contains("nothing is open"))
    }
    let json = try await yolo("-p", "-r", id, "--output-format", "json")
    #expect(try JSON.parse(json.out)["result"] == "the answer")
  }

  @Test func aFailedTurnIsNotPassedOffAsAnAnswer() async throws {
    let model = try yolo.script(
      ["text": "Reading.", "calls": [["name": "bash", "arguments": ["command": "true"]]]],
      ["error": ["code": "authentication", "message": "bad key"]])
    let failed = try await yolo("-p", "x", "--provider", "llmsim", "-m", model)
    #expect(failed.code == 1)
    let again = try await yolo("-p", "-c")
    #expect(again.code == 1)
    #expect(again.out == "")
    #expect(
      again.errLines.dropFirst() == [
        "nothing is open, and the last turn has no answer", "! failed (authentication): bad key",
      ])
    let json = try JSON.parse(await yolo("-p", "-c", "--output-format", "json").out)
    #expect(json["is_error"] == true && json["result"] == "")
  }

  @Test func anInterruptedTurnIsDrivenToItsEnd() async throws {
    let id = try await interrupted()
    let looked = try await yolo("-p", "-r", id, "--no-continue")
    #expect(looked.code == 0)
    #expect(looked.out == "")
    #expect(looked.err.contains("open, "))
    #expect(looked.err.contains("go on with: yolo -p -r \(id.suffix(6))"))
    let unsent = try await yolo("-p", "not now", "-r", id, "--no-continue")
    #expect(unsent.code == 1)
    #expect(unsent.err.contains("the prompt was not sent"))
    let list = try JSON.parse(await yolo("sessions", "list", "--json").out)
    #expect(list[0]?["status"] == "interrupted")
    let result = try await yolo("-p", "-r", id)
    #expect(result.code == 0)
    #expect(result.out == "done\n")
    #expect(result.err.contains("↻ resumed: "))
    #expect(try JSON.parse(await yolo("sessions", "list", "--json").out)[0]?["status"] == "idle")
  }

  @Test func aPromptForAnInterruptedTurnIsAnsweredAfterIt() async throws {
    let id = try await interrupted()
    let result = try await yolo("-p", "next", "-r", id, "-m", "echo")
    #expect(result.code == 0)
    #expect(result.out == "next\n")
    let events = try await yolo.events(id)
    #expect(events.filter { $0["type"] == "turn.completed" }.count == 2)
  }

  @Test func aDrivenSessionTakesPromptsOfOthers() async throws {
    let model = try yolo.script(
      [
        "calls": [
          ["name": "bash", "arguments": ["command": "while [ ! -e go ]; do sleep 0.05; done"]]
        ]
      ],
      ["text": "one"], ["text": "two"])
    let driver = try yolo.start(["-p", "x", "--provider", "llmsim", "-m", model])
    try await driver.says("while")
    let id = try #require(driver.errors.split(separator: "\n").first.map(String.init))
    let refused = try await yolo("-p", "y", "-r", id, "--no-follow")
    #expect(refused.code == 4)
    #expect(refused.err.contains("driven by another process"))
    let follower = try yolo.start(["-p", "y", "-r", id])
    while try yolo.query("SELECT 1 FROM events WHERE type = 'input.message'").count < 2 {
      // Another process is waited for: only looking tells.
      try await Task.sleep(for: .milliseconds(10))
    }
    try yolo.write("go", "")
    #expect(await driver.end().out == "one\n")
    let result = await follower.end()
    #expect(
      result.errLines.dropFirst().first == "another process drives this session; following it")
    #expect(result.out == "two\n", "\(result.err)")
    #expect(result.code == 0)
  }

  @Test func waitingForADriverThatHangsCanBeEnded() async throws {
    let model = try yolo.script(
      ["calls": [["name": "bash", "arguments": ["command": "echo > begun; sleep 60"]]]],
      ["text": "one"])
    let driver = try yolo.start(["-p", "x", "--provider", "llmsim", "-m", model])
    try await yolo.hasFile("begun")
    driver.signal(SIGSTOP)
    let follower = try yolo.start(["-p", "y", "-c"])
    while try yolo.query("SELECT 1 FROM inbox").isEmpty {
      // Another process is waited for: only looking tells.
      try await Task.sleep(for: .milliseconds(10))
    }
    follower.signal(SIGINT)
    let result = await follower.end()
    #expect(result.code == 130)
    #expect(
      result.errLines.dropFirst(2).dropLast() == [
        "ending the run; a second signal ends it at once",
        "the process that drives the session has not taken the prompt yet",
      ])
    driver.signal(SIGCONT)
    driver.signal(SIGTERM)
    #expect(await driver.end().code == 143)
  }

  @Test func aSessionCanBeReadAndExported() async throws {
    let id = try await session("read me")
    let text = try await yolo("sessions", "show", String(id.suffix(6)))
    #expect(text.code == 0)
    #expect(text.outLines.first == "read me")
    #expect(text.out.contains("> read me"))
    let events = try await yolo.events(id)
    #expect(events.compactMap { $0["sequence"]?.int } == Array(1...events.count))
    #expect(events.allSatisfy { $0["session_id"]?.string == id })
    let bare = try await yolo("sessions")
    #expect(bare.outLines.count == 1 && bare.out.hasPrefix(id.suffix(6)))
  }

  @Test func theContextIsWhatTheModelWouldBeSent() async throws {
    let fresh = try await yolo("context", "--json", "--provider", "llmsim", "-m", "echo")
    #expect(fresh.code == 0)
    let request = try JSON.parse(fresh.out)
    #expect(request["model"] == "echo")
    #expect((request["estimated_tokens"]?["total"]?.int ?? 0) > 0)
    #expect(try await yolo("sessions", "list", "--json", "--all").out == "[]\n")
    let id = try await session("remember")
    let resumed = try JSON.parse(await yolo("context", "-r", id, "--json").out)
    #expect(resumed["messages"]?.array?.contains { $0["role"] == "agent" } == true)
    let text = try await yolo("context", "-c")
    #expect(text.out.contains("remember") && text.out.contains("tokens"))
  }

  @Test func theDoctorFindsWhatIsWrong() async throws {
    let sound = try await yolo("doctor")
    #expect(sound.code == 0, "\(sound.out)")
    #expect(!sound.out.contains("wrong"))
    _ = try await session("x")
    #expect(try await yolo("doctor").out.contains("sound, 1 sessions"))
    let bare = try await yolo("doctor", environment: ["PATH": "/nowhere"])
    #expect(bare.code == 1)
    #expect(bare.out.contains("bash is not in the PATH"))
    let nowhere = try await yolo("doctor", "--session-dir", "/dev/null/x")
    #expect(nowhere.code == 1)
    #expect(
      nowhere.out.contains("/dev/null/x cannot be made: /dev/null cannot be written; give"),
      "\(nowhere.out)")
  }
}
