public import Wire

/// What may be done with a call whose outcome a crash hid.
public enum EffectClass: String, JSONRepresentable {
  /// Changes nothing: run it again.
  case pure
  /// Doing it twice is the same as doing it once: run it again.
  case idempotent
  /// Changes the files named in `tool.started`, guarded by their hashes.
  case filePlan = "file_plan"
  /// A process under the claim protocol.
  case command
  /// Anything else: never run again by itself.
  case atMostOnce = "at_most_once"
}

/// One file a call is about to change: what must be there before, and what will be there after.
public struct FileChange: JSONRepresentable {
  public enum Kind: String, JSONRepresentable { case write, create, delete, move }

  /// Absolute.
  public var path: String
  public var kind: Kind
  /// SHA-256 in hex of the content before; none = the file does not exist.
  public var beforeHash: String?
  /// SHA-256 in hex of the content after; none = the file is gone.
  public var afterHash: String?
  /// The blob of the content before, where it was small enough to keep.
  public var beforeBlob: String?
  /// The blob of the content after: a crash can be finished, and an undo redone, from it.
  public var afterBlob: String?

  public init(
    path: String, kind: Kind, beforeHash: String?, afterHash: String?, beforeBlob: String? = nil,
    afterBlob: String? = nil
  ) {
    self.path = path
    self.kind = kind
    self.beforeHash = beforeHash
    self.afterHash = afterHash
    self.beforeBlob = beforeBlob
    self.afterBlob = afterBlob
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    path = try fields("path")
    kind = try fields("kind")
    beforeHash = try fields.optional("before_hash")
    afterHash = try fields.optional("after_hash")
    beforeBlob = try fields.optional("before_blob")
    afterBlob = try fields.optional("after_blob")
  }

  public var json: JSON {
    record(
      ("path", path.json), ("kind", kind.json), ("before_hash", beforeHash?.json),
      ("after_hash", afterHash?.json), ("before_blob", beforeBlob?.json),
      ("after_blob", afterBlob?.json))
  }
}

/// A file a call has read or changed, with the content it left there.
public struct FileSeen: JSONRepresentable {
  public var path: String
  /// SHA-256 in hex; none = the file is gone.
  public var afterHash: String?
  /// A unified diff, where the call changed the file.
  public var diff: String?

  public init(path: String, afterHash: String?, diff: String? = nil) {
    self.path = path
    self.afterHash = afterHash
    self.diff = diff
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    path = try fields("path")
    afterHash = try fields.optional("after_hash")
    diff = try fields.optional("diff")
  }

  public var json: JSON {
    record(("path", path.json), ("after_hash", afterHash?.json), ("diff", diff?.json))
  }
}

/// `act.started`: the calls of one answer are being carried out.
public struct ActStarted: FactPayload {
  public static let type = "act.started"
  public var callIDs: [CallID]

  public init(callIDs: [CallID]) { self.callIDs = callIDs }

  public init(json: JSON) throws(FormatError) { callIDs = try Fields(json)("tool_call_ids") }

  public var json: JSON { record(("tool_call_ids", callIDs.json)) }
}

/// `act.completed`: every call of the answer has its result.
public struct ActCompleted: FactPayload {
  public static let type = "act.completed"
  public var callIDs: [CallID]

  public init(callIDs: [CallID]) { self.callIDs = callIDs }

  public init(json: JSON) throws(FormatError) { callIDs = try Fields(json)("tool_call_ids") }

  public var json: JSON { record(("tool_call_ids", callIDs.json)) }
}

/// `tool.started`: committed before the effect.
public struct ToolStarted: FactPayload {
  public static let type = "tool.started"
  public var call: ToolCall
  public var effectClass: EffectClass
  /// What the call does, in a few words for people.
  public var narration: String
  /// 1, and one more for every time it is really run again; names the spool directory.
  public var attempt: Int
  public var files: [FileChange]

  public init(
    call: ToolCall, effectClass: EffectClass, narration: String, attempt: Int,
    files: [FileChange] = []
  ) {
    self.call = call
    self.effectClass = effectClass
    self.narration = narration
    self.attempt = attempt
    self.files = files
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    call = try fields("tool_call")
    effectClass = try fields("effect_class")
    narration = try fields("narration")
    attempt = try fields("attempt")
    files = try fields.list("files")
  }

  public var json: JSON {
    record(
      ("tool_call", call.json), ("tool_name", call.name.json),
      ("effect_class", effectClass.json), ("narration", narration.json),
      ("attempt", attempt.json), ("files", files.jsonUnlessEmpty))
  }
}

/// How a call ended.
public enum ToolStatus: String, JSONRepresentable {
  case success, error, timeout, cancelled
  /// A crash hid the outcome, and nothing may find out by running it again.
  case interrupted
  case denied
}

/// `tool.completed`: the one result of a call.
public struct ToolCompleted: FactPayload {
  public static let type = "tool.completed"
  public var callID: CallID
  public var toolName: String
  public var status: ToolStatus
  public var result: [ContentPart]
  public var error: String?
  public var exitCode: Int?
  public var files: [FileSeen]
  /// Where all of a command's output is, absolute.
  public var outputPath: String?
  public var durationMs: Int?

  public init(
    callID: CallID, toolName: String, status: ToolStatus, result: [ContentPart],
    error: String? = nil, exitCode: Int? = nil, files: [FileSeen] = [],
    outputPath: String? = nil, durationMs: Int? = nil
  ) {
    self.callID = callID
    self.toolName = toolName
    self.status = status
    self.result = result
    self.error = error
    self.exitCode = exitCode
    self.files = files
    self.outputPath = outputPath
    self.durationMs = durationMs
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    callID = try fields("tool_call_id")
    toolName = try fields("tool_name")
    status = try fields("status")
    result = try fields.list("result")
    error = try fields.optional("error")
    exitCode = try fields.optional("exit_code")
    files = try fields.list("files")
    outputPath = try fields.optional("output_path")
    durationMs = try fields.optional("duration_ms")
  }

  public var json: JSON {
    record(
      ("tool_call_id", callID.json), ("tool_name", toolName.json),
      ("success", (status == .success).json), ("status", status.json), ("result", result.json),
      ("error", error?.json), ("exit_code", exitCode?.json), ("files", files.jsonUnlessEmpty),
      ("output_path", outputPath?.json), ("duration_ms", durationMs?.json))
  }
}

/// `call.inspected`: what recovery found out about a call that a crash left open.
public struct CallInspected: FactPayload {
  public static let type = "call.inspected"
  public var callID: CallID
  public var finding: Finding

  public init(callID: CallID, finding: Finding) {
    self.callID = callID
    self.finding = finding
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    callID = try fields("tool_call_id")
    finding = try fields("finding")
  }

  public var json: JSON { record(("tool_call_id", callID.json), ("finding", finding.json)) }
}

/// `transcript.repaired`: a call of a closed turn had no result, so the history was given one.
public struct TranscriptRepaired: FactPayload {
  public static let type = "transcript.repaired"
  public var callID: CallID
  public var toolName: String
  public var action: String

  public init(callID: CallID, toolName: String, action: String) {
    self.callID = callID
    self.toolName = toolName
    self.action = action
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    callID = try fields("tool_call_id")
    toolName = try fields("tool_name")
    action = try fields("action")
  }

  public var json: JSON {
    record(("tool_call_id", callID.json), ("tool_name", toolName.json), ("action", action.json))
  }
}
