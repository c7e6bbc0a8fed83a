import Events
import Runtime
import Wire

extension SimulatorScript {
  /// Reads a text in the documented form.
  init(text: String) throws(ScriptFailure) {
    let json: JSON
    do { json = try JSON.parse(text) } catch { throw .json(error) }
    do { try self.init(json: json) } catch { throw .format(error) }
  }

  /// Reads the documented form; `FormatError` names the member that is wrong.
  init(json: JSON) throws(FormatError) {
    let script = try ScriptObject(json, at: "", known: ["steps", "on_exhausted"])
    let steps = try script.list("steps") ?? []
    guard !steps.isEmpty else { throw FormatError(path: "steps", expected: "at least one step") }
    self.init(steps: [])
    for (index, step) in steps.enumerated() {
      self.steps.append(try SimulatorStep(json: step, at: "steps[\(index)]"))
    }
    if let word = try script.string("on_exhausted") {
      guard let exhaustion = Exhaustion(rawValue: word) else {
        let words = Exhaustion.allCases.map(\.rawValue).joined(separator: ", ")
        throw FormatError(path: "on_exhausted", expected: "one of \(words), found \(word)")
      }
      onExhausted = exhaustion
    }
  }

  /// Reads answers of text alone: a JSON array of strings, or one answer a line.
  init(sequence text: String) throws(ScriptFailure) {
    var answers = text.split(whereSeparator: \.isNewline).map(String.init)
    if answers.first?.drop(while: { $0 == " " }).first == "[" {
      let json: JSON
      do { json = try JSON.parse(text) } catch { throw .json(error) }
      answers = []
      for (index, item) in (json.array ?? []).enumerated() {
        guard let answer = item.string else {
          throw .format(FormatError(path: "[\(index)]", expected: "a string, found \(item.kind)"))
        }
        answers.append(answer)
      }
    }
    guard !answers.isEmpty else { throw .format(FormatError(expected: "at least one answer")) }
    self.init(answers: answers)
  }
}

/// Why the text of a script is of no use.
enum ScriptFailure: Error {
  case json(JSONError)
  case format(FormatError)

  var message: String {
    switch self {
    case .json(let error): "line \(error.line), column \(error.column): \(error.message)"
    case .format(let error): error.description
    }
  }
}

extension SimulatorStep {
  private static let known = [
    "text", "thinking", "calls", "error", "times", "stall_s", "stall_after", "cut_after",
    "cut_in_call", "finish", "usage", "speed", "chunk",
  ]

  fileprivate init(json: JSON, at path: String) throws(FormatError) {
    let step = try ScriptObject(json, at: path, known: Self.known)
    self.init(text: try step.string("text") ?? "", thinking: try step.string("thinking") ?? "")
    for (index, call) in try (step.list("calls") ?? []).enumerated() {
      calls.append(try SimulatorCall(json: call, at: step.path("calls") + "[\(index)]"))
    }
    if let json = step["error"] { error = try Self.error(json, at: step.path("error")) }
    times = try step.count("times", from: 1) ?? 1
    stall = .seconds(try step.number("stall_s", from: 0) ?? 0)
    stallAfter = try step.count("stall_after", from: 0) ?? 0
    if let bytes = try step.count("cut_after", from: 0) { cut = .after(bytes: bytes) }
    if try step.bool("cut_in_call") == true {
      guard cut == nil else {
        throw FormatError(path: step.path("cut_in_call"), expected: "no cut_after beside it")
      }
      guard !calls.isEmpty else {
        throw FormatError(path: step.path("cut_in_call"), expected: "calls in the same step")
      }
      cut = .inCall
    }
    finish = try Self.finish(step)
    if let json = step["usage"] {
      do { usage = try Usage(json: json) } catch {
        throw FormatError(path: step.path("usage"), expected: error.description)
      }
    }
    speed = try step.number("speed", from: 0.001)
    chunk = try step.count("chunk", from: 1)
  }

  private static func error(_ json: JSON, at path: String) throws(FormatError) -> ModelError {
    let error = try ScriptObject(json, at: path, known: ["code", "message", "retry_after_s"])
    guard let code = error["code"] else {
      throw FormatError(path: error.path("code"), expected: "an error code, found none")
    }
    do {
      let code = try ErrorCode(json: code)
      return ModelError(
        code: code, message: try error.string("message") ?? "simulated \(code.rawValue)",
        retryAfter: try error.number("retry_after_s", from: 0).map { .seconds($0) })
    } catch let error {
      guard error.path.isEmpty else { throw error }
      throw FormatError(path: "\(path).code", expected: error.expected)
    }
  }

  private static func finish(_ step: ScriptObject) throws(FormatError) -> FinishReason? {
    guard let word = try step.string("finish") else { return nil }
    guard let reason = FinishReason(rawValue: word), reason != .cut else {
      throw FormatError(
        path: step.path("finish"),
        expected: "one of stop, tool_calls, max_tokens, refusal, found \(word)")
    }
    return reason
  }
}

extension SimulatorCall {
  fileprivate init(json: JSON, at path: String) throws(FormatError) {
    let known = ["name", "arguments", "raw_arguments", "id"]
    let call = try ScriptObject(json, at: path, known: known)
    guard let name = try call.string("name"), !name.isEmpty else {
      throw FormatError(path: call.path("name"), expected: "the name of a tool")
    }
    let raw = try call.string("raw_arguments")
    if raw != nil, call["arguments"] != nil {
      throw FormatError(path: call.path("raw_arguments"), expected: "no arguments beside it")
    }
    self.init(name, raw: raw ?? (call["arguments"] ?? [:]).text, id: try call.string("id"))
  }
}
