package import Events
import Platform
package import Runtime
package import Wire

/// `write_file`: creates a file or replaces one the session knows.
package struct WriteFile: Tool {
  let environment: CommandEnvironment

  package let definition = Definition.make(
    "write_file", PackageResources.write_file_md, .filePlan, required: ["path", "content"],
    [
      "path": ["type": "string", "description": "Absolute or relative to the workspace root"],
      "content": ["type": "string"],
    ])

  package func touches(_ arguments: JSON, in workspace: Workspace) -> Touches {
    let path = PathScope(workspace: workspace).touched(arguments["path"]?.string)
    return .paths(reads: [path], writes: [path])
  }

  @concurrent package func prepare(
    _ call: ToolCall, in context: ToolContext
  ) async -> Preparation {
    do throws(ToolError) { return try await plan(call, in: context) } catch {
      return .settled(narration: Narration.of("Write", call), error.outcome)
    }
  }

  @concurrent package func run(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome {
    await FilePlan.perform(call, in: context) { changes in
      changes.map(Self.describe).joined(separator: "\n")
    }
  }

  @concurrent package func inspect(
    _ call: ToolStarted, in context: ToolContext
  ) async -> Finding {
    .files(FilePlan.inspect(call.files))
  }

  private func plan(
    _ call: ToolCall, in context: ToolContext
  ) async throws(ToolError) -> Preparation {
    let arguments = Arguments(call)
    let path = try arguments.string("path")
    let content = Array(try arguments.string("content").utf8)
    let scope = PathScope(context)
    let resolved = try scope.writable(path)
    try await IgnoredDirectories.check(resolved, in: scope, environment: environment)
    let name = scope.name(resolved)
    let size = Measure.count(LineTable(content).lines.count, "line")
    guard let status = try FileContent.status(resolved) else {
      guard !path.hasSuffix("/") else {
        throw ToolError(.arguments, "\(path) names a directory: name the file to write in it")
      }
      try Self.checkParents(resolved, name)
      let change = try await FilePlan.change(resolved, from: .absent, to: content, in: context)
      return .ready(narration: Narration.text("Create \(name) (\(size))"), files: [change])
    }
    let before = try Self.before(resolved, name, status)
    let narration = Narration.text("Write \(name) (\(size))")
    if before == .content(content) {
      let seen = FileSeen(path: resolved, afterHash: SHA256.hex(content))
      return .settled(
        narration: narration, .success("\(name) already has exactly this content.", files: [seen]))
    }
    guard let known = context.known[resolved] else {
      throw ToolError(
        .stale,
        "\(name) exists and has not been read in this session: read it first, or change it with "
          + "edit_file")
    }
    guard known == before.hash else {
      throw ToolError(
        .stale, "\(name) changed on disk since it was last read or written here: read it again")
    }
    let change = try await FilePlan.change(resolved, from: before, to: content, in: context)
    return .ready(narration: narration, files: [change])
  }

  private static func before(
    _ resolved: String, _ name: String, _ status: FileStatus
  ) throws(ToolError) -> FilePlan.Before {
    if status.kind == .file, status.size > Limits.beforeImageBytes {
      return .hash(try FileContent.hash(resolved, called: name))
    }
    return .content(
      try FileContent.read(resolved, called: name, limit: Limits.hashedFileBytes))
  }

  /// Refuses a path below something that is no directory.
  private static func checkParents(_ resolved: String, _ name: String) throws(ToolError) {
    var parent = Paths.split(resolved).directory
    while true {
      if let status = try FileContent.status(parent) {
        guard status.kind != .directory else { return }
        throw ToolError(.unsuitable, "could not create \(name): \(parent) is not a directory")
      }
      parent = Paths.split(parent).directory
    }
  }

  private static func describe(_ applied: AppliedChange) -> String {
    let content = applied.after ?? []
    let size =
      "\(Measure.count(LineTable(content).lines.count, "line")), \(Measure.bytes(content.count))"
    guard applied.change.kind != .create else { return "Created \(applied.name) (\(size))." }
    guard applied.diff != nil else { return "Replaced \(applied.name) (\(size))." }
    return
      "Replaced \(applied.name) (\(size)): +\(applied.addedLines) −\(applied.removedLines) lines."
  }
}
