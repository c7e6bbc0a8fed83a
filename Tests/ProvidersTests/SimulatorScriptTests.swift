import Events
import Runtime
import Testing
import Wire

@testable import Providers

@Suite struct SimulatorScriptTests {
  @Test func everyMemberIsRead() throws {
    let script = try SimulatorScript(
      text: """
        { "on_exhausted": "loop", "steps": [
          { "thinking": "hm", "text": "I look.", "finish": "max_tokens", "speed": 40, "chunk": 3,
            "calls": [{ "name": "read_file", "arguments": { "path": "a" }, "id": "c1" },
                      { "name": "bash", "raw_arguments": "{not json" }, { "name": "now" }],
            "usage": { "input_tokens": 7, "output_tokens": 8 } },
          { "error": { "code": "rate_limited", "message": "slow", "retry_after_s": 1.5 },
            "times": 2, "stall_s": 0.5, "stall_after": 4, "text": null },
          { "text": "abc", "cut_after": 2 },
          { "calls": [{ "name": "bash" }], "cut_in_call": true } ] }
        """)
    var first = SimulatorStep(
      text: "I look.", thinking: "hm",
      calls: [
        SimulatorCall("read_file", ["path": "a"], id: "c1"),
        SimulatorCall("bash", raw: "{not json"), SimulatorCall("now", [:]),
      ])
    first.finish = .maxTokens
    first.speed = 40
    first.chunk = 3
    first.usage = Usage(inputTokens: 7, outputTokens: 8)
    var second = SimulatorStep(
      error: ModelError(
        code: .rateLimited, message: "slow", retryAfter: .milliseconds(1500)), times: 2)
    second.stall = .milliseconds(500)
    second.stallAfter = 4
    var third = SimulatorStep(text: "abc")
    third.cut = .after(bytes: 2)
    var fourth = SimulatorStep(calls: [SimulatorCall("bash", [:])])
    fourth.cut = .inCall
    #expect(
      script == SimulatorScript(steps: [first, second, third, fourth], onExhausted: .loop))
  }

  @Test func whatIsLeftOutHasItsDefault() throws {
    let script = try SimulatorScript(text: #"{"steps":[{},{"error":{"code":"timeout"}}]}"#)
    let timeout = ModelError(code: .timeout, message: "simulated timeout")
    #expect(script.steps == [SimulatorStep(), SimulatorStep(error: timeout)])
    #expect(script.onExhausted == .repeat)
  }

  @Test(arguments: [
    ("[]", "value: expected an object, found array"),
    ("{}", "steps: expected at least one step"),
    (#"{"steps":{}}"#, "steps: expected an array, found {}"),
    (#"{"steps":[1]}"#, "steps[0]: expected an object, found number"),
    (
      #"{"steps":[{}],"on_exhausted":"stop"}"#,
      "on_exhausted: expected one of repeat, error, loop, found stop"
    ),
    (#"{"steps":[{"text":1}]}"#, "steps[0].text: expected a string, found 1"),
    (
      #"{"steps":[{},{"calls":[{"name":""}]}]}"#,
      "steps[1].calls[0].name: expected the name of a tool"
    ),
    (
      #"{"steps":[{"calls":[{"name":"a","arguments":1,"raw_arguments":"1"}]}]}"#,
      "steps[0].calls[0].raw_arguments: expected no arguments beside it"
    ),
    (
      #"{"steps":[{"times":0}]}"#,
      "steps[0].times: expected a whole number, at least 1, found 0"
    ),
    (
      #"{"steps":[{"stall_s":-1}]}"#,
      "steps[0].stall_s: expected a number from 0.0 to 1000000000, found -1"
    ),
    (
      #"{"steps":[{"cut_in_call":true}]}"#,
      "steps[0].cut_in_call: expected calls in the same step"
    ),
    (
      #"{"steps":[{"cut_in_call":true,"cut_after":1,"calls":[{"name":"a"}]}]}"#,
      "steps[0].cut_in_call: expected no cut_after beside it"
    ),
    (
      #"{"steps":[{"finish":"cut"}]}"#,
      "steps[0].finish: expected one of stop, tool_calls, max_tokens, refusal, found cut"
    ),
    (#"{"steps":[{"error":{}}]}"#, "steps[0].error.code: expected an error code, found none"),
    (
      #"{"steps":[{"error":{"code":"timeout","retry_after_s":"1"}}]}"#,
      "steps[0].error.retry_after_s: expected a number from 0.0 to 1000000000, found \"1\""
    ),
  ]) func aWrongMemberIsNamed(text: String, problem: String) {
    #expect(throws: ScriptFailure.format(.init(described: problem))) {
      try SimulatorScript(text: text)
    }
  }

  @Test func aMistypedMemberIsRefused() async throws {
    let file = try TemporaryFile(#"{"steps":[{"txt":"a"}]}"#)
    let reply = try await Simulator().reply(to: Conversation("a", model: "script:\(file.path)"))
    let message = try #require(reply.error?.message)
    #expect(reply.error?.code == .invalidRequest)
    #expect(
      message.hasPrefix("llmsim could not use \(file.path): steps[0].txt: expected one of the"))
    #expect(message.contains("members text, thinking, calls"))
  }

  @Test func aSyntaxErrorHasItsPlace() async throws {
    let file = try TemporaryFile("{\n  \"steps\": [,]\n}")
    let reply = try await Simulator().reply(to: Conversation("a", model: "script:\(file.path)"))
    #expect(reply.error?.code == .invalidRequest)
    #expect(
      reply.error?.message.hasPrefix(
        "llmsim could not use \(file.path): line 2, column 13: ") == true)
  }

  @Test func aFileThatCannotBeReadIsNamed() async throws {
    for model in ["script:/nowhere/a.json", "sequence:/nowhere/a.json", "script:/"] {
      let reply = try await Simulator().reply(to: Conversation("a", model: model))
      #expect(reply.error?.code == .invalidRequest)
      #expect(reply.error?.message.contains(String(model.split(separator: ":")[1])) == true)
    }
    let empty = try TemporaryFile("\n\n")
    let reply = try await Simulator().reply(to: Conversation("a", model: "sequence:\(empty.path)"))
    #expect(reply.error?.message.contains("at least one answer") == true)
  }
}

extension FormatError {
  /// The error that is described by `path: expected something`.
  fileprivate init(described text: String) {
    let parts = text.split(separator: ": expected ", maxSplits: 1)
    self.init(path: parts[0] == "value" ? "" : String(parts[0]), expected: String(parts[1]))
  }
}

extension ScriptFailure: Equatable {
  static func == (left: ScriptFailure, right: ScriptFailure) -> Bool {
    left.message == right.message
  }
}
