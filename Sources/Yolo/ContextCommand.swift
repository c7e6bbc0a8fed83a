import Arguments
import Events
import OneShot
import Runtime
import Wire

/// `yolo context`: exactly what the model would be sent next.
struct ContextCommand {
  /// Bytes that are counted as one token, where only a provider could count them.
  static let bytesPerToken = 4

  let setup: Setup
  let options: Options
  let console: Console

  /// Prints the request a session would send next, or a new one of this directory.
  func run(_ layout: Invocation.Layout) async throws -> Int32 {
    let request = try await request()
    switch layout {
    case .json:
      var json = request.json
      json["estimated_tokens"] = tokens(of: request)
      return try console.print(json.text + "\n")
    case .people: return try console.print(description(of: request))
    }
  }

  private func request() async throws -> ModelRequest {
    if options.target != .new {
      guard options.provider == nil, options.model == nil else {
        throw Failure(.usage, "a session's context is shown with its own provider and model")
      }
      guard let store = try Storage.forReading(setup) else {
        throw Failure(.notFound, "there is no session yet")
      }
      let host = setup.host(store)
      let found = try await host.find(options.target) { try setup.workspace() }
      if let found { return try await host.inspect(found.id) }
    }
    // In memory, since looking leaves no session.
    let host = setup.host(MemoryStore(spools: "/nonexistent"))
    let model = try ModelSelection(forNew: options, environment: setup.environment)
    let session = try await host.open(
      OpenRequest(
        source: .new, cwd: try setup.workspace(), provider: model.provider, model: model.model,
        effort: model.effort))
    return try await host.inspect(session.id)
  }

  private func estimate(_ text: String) -> Int {
    (text.utf8.count + Self.bytesPerToken - 1) / Self.bytesPerToken
  }

  private func tokens(of request: ModelRequest) -> JSON {
    let system = estimate(request.system)
    let tools = request.tools.map { estimate($0.json.text) }
    let messages = request.messages.map { estimate($0.json.text) }
    return [
      "system": system.json, "tools": tools.json, "messages": messages.json,
      "total": (system + tools.reduce(0, +) + messages.reduce(0, +)).json,
    ]
  }

  private func description(of request: ModelRequest) -> String {
    let style = console.outStyle
    var total = 0
    var text = ""
    func part(_ name: String, _ content: String, shown: String) {
      let count = estimate(content)
      total += count
      text += style.bold("\(name)  ") + style.dim("~\(count) tokens") + "\n"
      text +=
        printable(shown).split(separator: "\n", omittingEmptySubsequences: false)
        .map { "  \($0)\n" }.joined() + "\n"
    }
    part("system", request.system, shown: request.system)
    for tool in request.tools {
      part("tool \(tool.name)", tool.json.text, shown: tool.description)
    }
    for message in request.messages {
      let shown = message.content.map { $0.text ?? $0.json.text }.joined(separator: "\n")
      part(message.role.rawValue, message.json.text, shown: shown)
    }
    return text + style.bold("\(request.model): about \(total) tokens")
      + style.dim(" (\(Self.bytesPerToken) bytes counted as one)") + "\n"
  }
}
