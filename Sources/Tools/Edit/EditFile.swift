package import Events
package import Runtime
package import Wire

/// `edit_file`: replaces texts within a file.
///
/// The file need not have been read before: an exact match shows that its content is known. One
/// that changed since it was read is edited only where every edit still matches exactly.
package struct EditFile: Tool {
  let environment: CommandEnvironment

  package let definition = Definition.make(
    "edit_file", PackageResources.edit_file_md, .filePlan, required: ["path", "edits"],
    [
      "path": ["type": "string"],
      "edits": [
        "type": "array", "minItems": 1,
        "items": [
          "type": "object",
          "properties": [
            "old_text": ["type": "string", "minLength": 1],
            "new_text": ["type": "string"],
            "replace_all": ["type": "boolean", "description": "Default false"],
          ],
          "required": ["old_text", "new_text"],
          "additionalProperties": false,
        ],
      ],
    ])

  package func touches(_ arguments: JSON, in workspace: Workspace) -> Touches {
    let path = PathScope(workspace: workspace).touched(arguments["path"]?.string)
    return .paths(reads: [path], writes: [path])
  }

  @concurrent package func prepare(
    _ call: ToolCall, in context: ToolContext
  ) async -> Preparation {
    do throws(ToolError) { return try await plan(call, in: context) } catch {
      return .settled(narration: Narration.of("Edit", call), error.outcome)
    }
  }

  @concurrent package func run(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome {
    await FilePlan.perform(call, in: context) { changes in
      changes.map { Self.describe($0, known: context.known) }.joined(separator: "\n")
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
    let edits = try Self.edits(arguments)
    let scope = PathScope(context)
    let resolved = try scope.writable(path)
    try await IgnoredDirectories.check(resolved, in: scope, environment: environment)
    let name = scope.name(resolved)
    let before = try FileContent.read(resolved, called: name, limit: Limits.editedFileBytes)
    guard !before.contains(0), String(validating: before, as: UTF8.self) != nil else {
      throw ToolError(.unsuitable, "\(name) is not UTF-8 text: change it with a command in bash")
    }
    let isStale = context.known[resolved].map { $0 != SHA256.hex(before) } ?? false
    let after: [UInt8]
    do throws(ToolError) {
      after = try TextEdits.apply(edits, to: before, matching: isStale ? .exact : .tolerant)
    } catch {
      let stale = isStale ? "the file changed on disk since it was last read here, and " : ""
      throw ToolError(error.code, "\(name) was not changed: \(stale)\(error.message)")
    }
    let change = try await FilePlan.change(
      resolved, from: .content(before), to: after, in: context)
    let places = edits.count == 1 ? "" : " (\(edits.count) edits)"
    return .ready(narration: Narration.text("Edit \(name)\(places)"), files: [change])
  }

  private static func edits(_ arguments: Arguments) throws(ToolError) -> [TextEdit] {
    var edits: [TextEdit] = []
    for fields in try arguments.objects("edits") {
      edits.append(
        TextEdit(
          try fields.string("old_text"), try fields.string("new_text"),
          scope: try fields.bool("replace_all", default: false) ? .everyPlace : .onePlace))
    }
    guard !edits.isEmpty else {
      throw ToolError(.arguments, "edits is empty: give at least one {old_text, new_text}")
    }
    return edits
  }

  private static func describe(_ applied: AppliedChange, known: [String: String]) -> String {
    var text = "Edited \(applied.name)"
    if let diff = applied.diff {
      text += ": +\(applied.addedLines) −\(applied.removedLines) lines.\n\(diff)"
    } else {
      text += "; it is too large for a diff.\n"
    }
    if let read = known[applied.change.path], read != applied.change.beforeHash {
      text +=
        "The file had changed on disk since it was last read here; the rest may differ from "
        + "what you saw.\n"
    }
    return text
  }
}
