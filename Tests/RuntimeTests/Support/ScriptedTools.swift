import Events
import Runtime
import Wire

private func scripted(_ name: String, _ effect: EffectClass) -> ToolDefinition {
  ToolDefinition(
    name: name, description: name,
    parameters: [
      "type": "object",
      "properties": ["name": ["type": "string"], "files": ["type": "object"]],
      "additionalProperties": false,
    ], effectClass: effect)
}

private let dead = ToolOutcome.failed("the process has died")

/// Changes nothing.
struct LookTool: Tool {
  let stage: Stage
  let definition = scripted("look", .pure)

  func run(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome {
    do { try stage.point() } catch { return dead }
    return .success("looked at \(call.call.arguments["name"]?.string ?? "?")")
  }
}

/// An effect that must not happen twice and that nothing can look up.
struct OnceTool: Tool {
  let stage: Stage
  let definition = scripted("once", .atMostOnce)

  func run(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome {
    let name = call.call.arguments["name"]?.string ?? "?"
    do {
      try stage.point()
      stage.happen("once \(name)")
      try stage.point()
    } catch {
      return dead
    }
    return .success("did \(name)")
  }
}

/// Writes several files, each atomically, all of them or none.
struct WriteTool: Tool {
  let stage: Stage
  let definition = scripted("write", .filePlan)

  func touches(_ arguments: JSON, in workspace: Workspace) -> Touches {
    .paths(reads: [], writes: arguments["files"]?.object?.keys.map { $0 } ?? [])
  }

  func prepare(_ call: ToolCall, in context: ToolContext) async -> Preparation {
    var changes: [FileChange] = []
    for (path, content) in call.arguments["files"]?.object ?? [:] {
      let before = stage { $0.files[path] }
      do {
        let after = try await context.putBlob(Array((content.string ?? "").utf8), "text/plain")
        changes.append(
          FileChange(
            path: path, kind: before == nil ? .create : .write,
            beforeHash: before.map { SHA256.hex(Array($0.utf8)) }, afterHash: after,
            afterBlob: after))
      } catch {
        return .settled(narration: "write", dead)
      }
    }
    return .ready(narration: "write", files: changes)
  }

  func run(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome {
    for change in call.files where state(of: change) == .untouched {
      do {
        let blob = try await context.blob(change.afterBlob ?? "") ?? []
        try stage.point()
        stage { $0.files[change.path] = String(decoding: blob, as: UTF8.self) }
        stage.happen("write \(call.call.id) \(change.path)")
        try stage.point()
      } catch {
        return dead
      }
    }
    return .success(
      "wrote", files: call.files.map { FileSeen(path: $0.path, afterHash: $0.afterHash) })
  }

  func inspect(_ call: ToolStarted, in context: ToolContext) async -> Finding {
    .files(call.files.map { FileFinding(path: $0.path, state: state(of: $0)) })
  }

  private func state(of change: FileChange) -> FileFinding.State {
    let hash = stage { $0.files[change.path] }.map { SHA256.hex(Array($0.utf8)) }
    return hash == change.afterHash ? .done : hash == change.beforeHash ? .untouched : .conflict
  }
}

/// A command under a claim: it goes on without the process that started it.
struct CommandTool: Tool {
  let stage: Stage
  let definition = scripted("command", .command)

  func run(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome {
    let attempt = context.attemptDirectory(call.attempt)
    do {
      try stage.point()
      let isMine = stage { state in
        !state.voided.contains(attempt) && state.claims.insert(attempt).inserted
      }
      if isMine {
        let name = call.call.arguments["name"]?.string ?? "?"
        stage.happen("command \(name)")
        stage { $0.outcomes[attempt] = "ran \(name)" }
      }
      try stage.point()
    } catch {
      return dead
    }
    return await adopt(call, in: context)
  }

  func adopt(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome {
    let attempt = context.attemptDirectory(call.attempt)
    guard let outcome = stage({ $0.outcomes[attempt] }) else {
      return .failed("lost", status: .interrupted)
    }
    return .success(outcome)
  }

  func inspect(_ call: ToolStarted, in context: ToolContext) async -> Finding {
    let attempt = context.attemptDirectory(call.attempt)
    return stage { state in
      if state.outcomes[attempt] != nil { return .finished }
      if state.claims.contains(attempt) { return .unknown }
      // The claim of one who only looked says so, and stays.
      state.voided.insert(attempt)
      return .neverStarted
    }
  }
}
