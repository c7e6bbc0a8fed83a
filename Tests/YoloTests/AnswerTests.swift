import Testing
import Wire

/// One prompt and its answer: what stands on which stream.
struct AnswerTests {
  @Test func standardOutputIsTheAnswerAlone() async throws {
    let yolo = try Yolo()
    let result = try await yolo(
      "-p", "say hi", "--provider", "llmsim", "-m", "echo", input: .text("ctx\n"))
    #expect(result.code == 0)
    #expect(result.out == "say hi\n\n<stdin>\nctx\n</stdin>\n")
    let sessions = try JSON.parse(await yolo("sessions", "list", "--json").out)
    #expect(sessions.array?.count == 1)
    #expect(result.errLines.first == sessions[0]?["id"]?.string)
    #expect(sessions[0]?["status"] == "idle")
    #expect(sessions[0]?["messages"] == 2)
  }

  @Test func thePromptMayComeFromStandardInput() async throws {
    let yolo = try Yolo()
    for arguments in [["-p"], ["-p", "-"], []] {
      let result = try await yolo.start(
        arguments + ["--provider", "llmsim", "-m", "echo"], input: .text("piped")
      ).end()
      #expect(result.out == "piped\n")
    }
    let words = try await yolo("hello", "there", "--provider=llmsim", "-mecho")
    #expect(words.out == "hello there\n")
    let rest = try await yolo("-p", "--provider", "llmsim", "-m", "echo", "--", "--help", "demo")
    #expect(rest.out == "--help demo\n")
    let model = try await yolo("-p", "x", "-m", "llmsim/fixed:a/b")
    #expect(model.out == "a/b\n")
    let named = try await yolo(
      "-p", "x", "--provider", "llmsim", environment: ["YOLO_MODEL": "fixed:named"])
    #expect(named.out == "named\n")
  }

  @Test func jsonIsOneObjectAndStreamJSONOneALine() async throws {
    let yolo = try Yolo()
    let json = try await yolo(
      "-p", "hi", "--provider", "llmsim", "-m", "echo", "--output-format", "json")
    let object = try JSON.parse(json.out)
    #expect(object["type"] == "result")
    #expect(object["subtype"] == "success")
    #expect(object["result"] == "hi")
    #expect(object["session_id"]?.string == json.errLines.first)
    let stream = try await yolo("-p", "hi", "--provider", "llmsim", "-m", "echo", "--json")
    let lines = try stream.outLines.map { try JSON.parse($0) }
    #expect(lines.last?["type"] == "result")
    let session = try #require(lines.last?["session_id"]?.string)
    let stored = lines.dropLast().filter { $0["ephemeral"] == nil }
    // A run ends with its turn; the fact that nothing is open any more may stand behind it.
    let events = try await yolo.events(session)
    #expect(stored == Array(events.prefix(stored.count)))
    #expect(events.count - stored.count <= 1)
    #expect(lines.contains { $0["type"] == "output.message.delta" && $0["ephemeral"] == true })
  }

  @Test func aTerminalSeesTheAnswerAsItComes() async throws {
    let yolo = try Yolo()
    let running = try yolo.start(
      ["-p", "x", "--provider", "llmsim", "-m", "fixed:one two three"], input: .terminal)
    let result = await running.end()
    #expect(result.code == 0)
    #expect(running.screen == "one two three\r\n")
  }

  @Test func aFailedTurnHasItsReasonAndItsExitCode() async throws {
    let yolo = try Yolo()
    let model = try yolo.script(
      ["error": ["code": "invalid_request", "message": "the provider says no"], "times": 9])
    let result = try await yolo("-p", "x", "--provider", "llmsim", "-m", model)
    #expect(result.code == 1)
    #expect(result.out == "")
    #expect(result.err.contains("the provider says no"))
    let json = try await yolo(
      "-p", "x", "--provider", "llmsim", "-m", model, "--output-format", "json")
    let object = try JSON.parse(json.out)
    #expect(object["is_error"] == true)
    #expect(object["error"]?["code"] == "invalid_request")
  }

  @Test func theNumberOfRequestsIsLimited() async throws {
    let yolo = try Yolo()
    let call: JSON = ["name": "bash", "arguments": ["command": "true"]]
    let model = try yolo.script(["calls": [call]], ["calls": [call]], ["text": "never"])
    let result = try await yolo(
      "-p", "x", "--provider", "llmsim", "-m", model, "--max-turns", "2", "--output-format", "json")
    #expect(result.code == 1)
    #expect(try JSON.parse(result.out)["subtype"] == "max_turns")
    #expect(try JSON.parse(result.out)["num_turns"] == 2)
  }

  @Test func whatIsNotToBeKeptLeavesNothing() async throws {
    let yolo = try Yolo()
    let model = try yolo.script(
      ["calls": [["name": "bash", "arguments": ["command": "echo made > file"]]]], ["text": "done"])
    let result = try await yolo("-p", "x", "--provider", "llmsim", "-m", model, "--no-session")
    #expect(result.code == 0)
    #expect(result.out == "done\n")
    #expect(yolo.read("file") == "made\n")
    #expect(Shell.run(["test", "-e", yolo.home]) != 0)
    let left = try await yolo.shell("ls -d \(yolo.directory)/yolo.* 2>/dev/null")
    #expect(left.out == "")
  }

  @Test func theDataLivesWhereItIsTold() async throws {
    let yolo = try Yolo()
    let other = "\(yolo.directory)/other"
    let result = try await yolo(
      "-p", "x", "--provider", "llmsim", "-m", "echo", "--session-dir", other)
    #expect(result.code == 0)
    #expect(try await yolo("sessions", "list", "--json").out == "[]\n")
    let list = try await yolo("sessions", "list", "--json", "--session-dir", other)
    #expect(try JSON.parse(list.out).array?.count == 1)
    let mode = try await yolo.shell("stat -c %a \(other) \(other)/yolo.db")
    #expect(mode.out == "700\n600\n")
  }

  @Test func aReaderThatGoesAwayIsANormalEnd() async throws {
    let yolo = try Yolo()
    let flags = "--provider llmsim -m lorem:50000"
    for format in ["text", "json", "stream-json"] {
      let line = "$YOLO -p x \(flags) --output-format \(format) | head -c1; echo ${PIPESTATUS[0]}"
      let result = try await yolo.shell(line)
      #expect(result.out.hasSuffix("0\n"), "\(format): \(result.out) \(result.err)")
      #expect(!result.err.contains("yolo:"), "\(result.err)")
    }
    let none = try await yolo.shell("$YOLO -p x --provider llmsim -m echo 2>&- | cat; echo $?")
    #expect(none.out == "x\n0\n")
    let full = try await yolo.shell("$YOLO -p x --provider llmsim -m echo >/dev/full")
    #expect(full.code == 1)
    #expect(
      full.errLines.last
        == "yolo: could not write to standard output: No space left on device; the disk is full or "
        + "the quota used up: free some space and try again")
    #expect(try await yolo.shell("$YOLO --version >/dev/full").code == 1)
  }
}
