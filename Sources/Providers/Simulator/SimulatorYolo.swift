import Events
import Runtime
import Wire

/// The model `llmsim-yolo`: says that it is a simulator, and reads the files a prompt names.
///
/// It uses nothing but tools without effects, and only to look: it has nothing to think with.
enum SimulatorYolo {
  /// Files read for one prompt.
  static let fileLimit = 3
  /// Characters of a file's first line, or of an error, repeated in the answer.
  static let quoteLimit = 80

  /// What it says to a request.
  static func answer(to request: ModelRequest) -> SimulatorStep {
    let history = SimulatorHistory(request)
    let since = request.messages[((history.promptIndex ?? -1) + 1)...]
    let found = reports(since)
    if !found.isEmpty {
      let lines = ["I am llmsim, an offline simulator: I looked, but I cannot think about it."]
      return SimulatorStep(text: (lines + found.map { "- \($0)" }).joined(separator: "\n"))
    }
    // What was piped in is material, it asks for nothing.
    let prompt =
      history.prompt.split(separator: "<stdin>", maxSplits: 1).first.map(String.init) ?? ""
    let calls = calls(for: prompt, tools: request.tools)
    if !calls.isEmpty {
      return SimulatorStep(
        text: "I am llmsim, an offline simulator; I look at what you named.", calls: calls)
    }
    let offer =
      has("read_file", request.tools)
      ? "Name a file and I read it; I cannot do more." : "I cannot do more than say so."
    let greetings: Set<Substring> = ["hi", "hello", "hey"]
    let words = prompt.lowercased().split { !$0.isLetter }
    if words.count <= 4, words.contains(where: greetings.contains) {
      return SimulatorStep(
        text: "Hi! I am llmsim, an offline simulator without any intelligence. \(offer)")
    }
    return SimulatorStep(
      text: "I am llmsim, an offline simulator without any intelligence: no model was asked, and "
        + "nothing has left this machine. \(offer)")
  }

  private static func calls(for prompt: String, tools: [ToolDefinition]) -> [SimulatorCall] {
    let files = files(in: prompt)
    if !files.isEmpty {
      guard has("read_file", tools) else { return [] }
      return files.map { SimulatorCall("read_file", ["path": .string($0)]) }
    }
    let asked = ["look around", "list the files", "list files", "what files", "which files"]
    let prompt = prompt.lowercased()
    guard asked.contains(where: { prompt.contains($0) }) else { return [] }
    if has("list_directory", tools) { return [SimulatorCall("list_directory", ["path": "."])] }
    if has("read_file", tools) { return [SimulatorCall("read_file", ["path": "README.md"])] }
    return []
  }

  private static func has(_ tool: String, _ tools: [ToolDefinition]) -> Bool {
    tools.contains { $0.name == tool && $0.effectClass == .pure }
  }

  /// The words of a text that look like the path of a file, in their order.
  static func files(in prompt: String) -> [String] {
    var files: [String] = []
    for word in prompt.split(whereSeparator: { $0.isWhitespace || "\"'`()[]{}<>,;".contains($0) }) {
      var word = word
      while let last = word.last, ".:!?".contains(last) { word.removeLast() }
      if looksLikeFile(word), !files.contains(String(word)) { files.append(String(word)) }
      if files.count == fileLimit { break }
    }
    return files
  }

  private static let knownNames: Set<Substring> = ["Makefile", "Dockerfile", "LICENSE", "README"]
  private static let abbreviations: Set<Substring> = ["e.g", "i.e", "etc"]

  private static func looksLikeFile(_ word: Substring) -> Bool {
    guard !word.contains("://"), !word.contains("@"), !abbreviations.contains(word) else {
      return false
    }
    let name = word.split(separator: "/").last ?? ""
    if knownNames.contains(name) || (word.hasPrefix("/") && !name.isEmpty) { return true }
    guard let dot = name.lastIndex(of: ".") else { return false }
    let ending = name[name.index(after: dot)...]
    return (1...8).contains(ending.count) && ending.first?.isLetter == true
      && ending.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  /// One line for every result since the prompt.
  private static func reports(_ messages: ArraySlice<PromptMessage>) -> [String] {
    var names: [CallID: String] = [:]
    var lines: [String] = []
    for part in messages.flatMap(\.content) {
      switch part {
      case .toolCall(let call): names[call.id] = call.arguments["path"]?.string ?? call.name
      case .toolResult(let result):
        lines.append("\(names[result.callID] ?? "a call"): \(report(result))")
      case .text, .image: break
      }
    }
    return lines
  }

  private static func report(_ result: ToolResultPart) -> String {
    if let error = result.error { return "failed: \(quote(error[...]))" }
    let all = result.content.compactMap(\.text).joined(separator: "\n").split(separator: "\n")
    // Of a file that was read only the lines of the file count, not what is said about it.
    let numbered = all.compactMap { line -> Substring? in
      guard let arrow = line.firstIndex(of: "→"), Int(line[..<arrow]) != nil else { return nil }
      return line[line.index(after: arrow)...]
    }
    let lines = numbered.isEmpty ? all : numbered
    guard let first = lines.first else { return "nothing to see" }
    return "\(lines.count) \(lines.count == 1 ? "line" : "lines"), the first: \(quote(first))"
  }

  private static func quote(_ text: Substring) -> String {
    let line = text.prefix { !$0.isNewline }
    return line.count <= quoteLimit ? String(line) : line.prefix(quoteLimit) + "…"
  }
}
