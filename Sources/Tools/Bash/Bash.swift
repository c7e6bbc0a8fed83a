package import Events
import Platform
package import Runtime
import Wire

/// `bash`: a command under the claim protocol, which runs at most once and outlives the agent.
///
/// `run` starts the command and then does what `adopt` does, so that a command which another
/// process began comes to the same result.
package struct Bash: Tool {
  let environment: CommandEnvironment

  private static let defaultSeconds = Int(Limits.commandDefault.components.seconds)
  private static let maxSeconds = Int(Limits.commandMax.components.seconds)

  package let definition = Definition.make(
    "bash", PackageResources.bash_md, .command, required: ["command"],
    [
      "command": ["type": "string", "minLength": 1],
      "timeout": [
        "type": "integer", "minimum": 1, "maximum": .int(Int64(maxSeconds)),
        "description": "Seconds, default \(defaultSeconds)",
      ],
      "description": ["type": "string", "description": "What it does, in a few words"],
    ])

  @concurrent package func prepare(
    _ call: ToolCall, in context: ToolContext
  ) async -> Preparation {
    do throws(ToolError) {
      let request = try Request(call)
      // The command itself is always shown: the description is only the model's word for it.
      return .ready(narration: Narration.text(request.command, note: request.description))
    } catch {
      return .settled(narration: "Run a command", error.outcome)
    }
  }

  @concurrent package func run(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome {
    do {
      let request = try Request(call.call)
      let variables = await environment.variables()
      if Task.isCancelled { return .failed("cancelled before it was started", status: .cancelled) }
      try Commands.start(
        CommandSpec(
          argv: ["bash", "-c", request.command], directory: context.workspace.root,
          environment: variables, attempt: context.attemptDirectory(call.attempt),
          timeLimit: .seconds(request.seconds), outputLimit: Limits.commandOutputBytes))
    } catch {
      return .failed("the command was not run: \(error)")
    }
    return await adopt(call, in: context)
  }

  @concurrent package func inspect(
    _ call: ToolStarted, in context: ToolContext
  ) async -> Finding {
    do {
      switch try await Commands.inspect(attempt: context.attemptDirectory(call.attempt)) {
      case .finished: return .finished
      case .running: return .running
      case .neverStarted: return .neverStarted
      case .lost: return .unknown
      }
    } catch {
      // What cannot be looked at may have happened.
      return .unknown
    }
  }

  @concurrent package func adopt(
    _ call: ToolStarted, in context: ToolContext
  ) async -> ToolOutcome {
    let attempt = context.attemptDirectory(call.attempt)
    let live = LiveOutput(show: context.show)
    return await withTaskCancellationHandler {
      // A task of its own, since the real end is waited for even when this one is cancelled.
      await Task.detached { await Self.outcome(attempt, live) }.value
    } onCancel: {
      // Should this fail (a full disk), the command ends at its time limit instead.
      try? Commands.cancel(attempt: attempt)
    }
  }

  private static func outcome(_ attempt: String, _ live: LiveOutput) async -> ToolOutcome {
    do {
      guard let end = try await end(attempt, live) else {
        return .failed("the command was never started and did nothing: run it again")
      }
      var report = CommandReport(end: end.known, path: "\(attempt)/output")
      try report.readOutput()
      return report.outcome
    } catch {
      return .failed(
        "the outcome of the command is unknown: \(error). Check what it should have changed before "
          + "running it again", status: .interrupted)
    }
  }

  /// How a command ended, or that nobody knows.
  private struct Ending { var known: CommandEnd? }

  /// Waits for the end; nil if the command never ran.
  private static func end(
    _ attempt: String, _ live: LiveOutput
  ) async throws(PlatformError) -> Ending? {
    while true {
      if let end = try await Commands.wait(attempt: attempt, onOutput: { live.take($0) }) {
        return Ending(known: end)
      }
      switch try await Commands.inspect(attempt: attempt) {
      case .finished(let end): return Ending(known: end)
      case .lost: return Ending(known: nil)
      case .neverStarted: return nil
      // Its wrapper is between its death and the release of its lock, or only starting.
      case .running: continue
      }
    }
  }
}

extension Bash {
  /// The arguments of a call.
  struct Request: Equatable {
    var command: String
    var seconds: Int
    var description: String?

    /// Reads and checks the arguments.
    init(_ call: ToolCall) throws(ToolError) {
      let arguments = Arguments(call)
      command = try arguments.string("command")
      guard command.contains(where: { !$0.isWhitespace }) else {
        throw ToolError(.arguments, "command is empty: give a command line for bash")
      }
      guard !command.utf8.contains(0) else {
        throw ToolError(.arguments, "command contains a NUL character, which bash cannot be given")
      }
      seconds = try arguments.optionalInt("timeout", atLeast: 1) ?? Bash.defaultSeconds
      guard seconds <= Bash.maxSeconds else {
        throw ToolError(
          .arguments,
          "timeout must be 1 to \(Bash.maxSeconds) seconds, not \(seconds): split the work into "
            + "commands that take less")
      }
      description = try arguments.optionalString("description").flatMap { $0.isEmpty ? nil : $0 }
    }
  }
}
