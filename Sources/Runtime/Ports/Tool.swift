public import Events
public import Wire

/// Something the model can call.
///
/// The life of a call: `prepare` looks and decides, `tool.started` is committed with what it
/// found, `run` has the effect. After a crash `inspect` looks at the world, and a pure rule decides
/// whether `run` is called again, `adopt` waits for what still goes on, or the call is given up.
/// Failures the model should see are outcomes, never thrown.
public protocol Tool: Sendable {
  var definition: ToolDefinition { get }
  /// What a call will read and write, from its arguments alone; decides which calls may overlap.
  func touches(_ arguments: JSON, in workspace: Workspace) -> Touches
  /// Reads only. The arguments have the form of the schema.
  @concurrent func prepare(_ call: ToolCall, in context: ToolContext) async -> Preparation
  /// Has the effect. A cancelled task ends it early, with status `cancelled` and what there was.
  @concurrent func run(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome
  @concurrent func inspect(_ call: ToolStarted, in context: ToolContext) async -> Finding
  /// Waits for an effect that an earlier process began; a cancelled task ends that effect.
  @concurrent func adopt(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome
}

extension Tool {
  public func touches(_ arguments: JSON, in workspace: Workspace) -> Touches {
    definition.effectClass == .pure ? .nothing : .barrier
  }

  @concurrent public func prepare(_ call: ToolCall, in context: ToolContext) async -> Preparation {
    .ready(narration: call.name)
  }

  @concurrent public func inspect(_ call: ToolStarted, in context: ToolContext) async -> Finding {
    switch definition.effectClass {
    case .pure, .idempotent: .repeatable
    case .filePlan, .command, .atMostOnce: .unknown
    }
  }

  @concurrent public func adopt(_ call: ToolStarted, in context: ToolContext) async -> ToolOutcome {
    .failed("\(call.call.name) leaves nothing that could be waited for", status: .interrupted)
  }
}

/// What a model is told about a tool, and what the runtime must know of it.
public struct ToolDefinition: Sendable, Equatable {
  public var name: String
  public var description: String
  /// A JSON schema of the arguments; `Wire.JSONSchema` says which part of the standard is meant.
  public var parameters: JSON
  public var effectClass: EffectClass

  public init(
    name: String, description: String, parameters: JSON, effectClass: EffectClass = .atMostOnce
  ) {
    self.name = name
    self.description = description
    self.parameters = parameters
    self.effectClass = effectClass
  }

  public var json: JSON {
    [
      "name": .string(name), "description": .string(description), "parameters": parameters,
      "effect_class": effectClass.json,
    ]
  }
}

/// Where a session works.
public struct Workspace: Sendable, Equatable {
  /// The root, absolute and without symbolic links.
  public var root: String
  /// Further roots.
  public var roots: [String]

  public init(root: String, roots: [String] = []) {
    self.root = root
    self.roots = roots
  }
}

/// The paths a call reads and writes, absolute; a directory stands for all below it.
public enum Touches: Sendable, Equatable {
  case nothing
  case paths(reads: [String], writes: [String])
  /// Anything at all: nothing else runs beside it.
  case barrier
}

/// What `prepare` came to.
public enum Preparation: Sendable, Equatable {
  /// The call may start. `narration` is what it does, in a few words for people.
  case ready(narration: String, files: [FileChange] = [])
  /// It is settled already: refused, or nothing to do.
  case settled(narration: String, ToolOutcome)
}

/// What a call came to.
public struct ToolOutcome: Sendable, Equatable {
  public var status: ToolStatus
  public var content: [ContentPart]
  /// What was wrong and what to do next, where it did not succeed.
  public var error: String?
  public var exitCode: Int?
  public var files: [FileSeen]
  public var outputPath: String?
  /// The real duration, where the tool knows it better than the clock of this process.
  public var duration: Duration?

  public init(
    status: ToolStatus, content: [ContentPart], error: String? = nil, exitCode: Int? = nil,
    files: [FileSeen] = [], outputPath: String? = nil, duration: Duration? = nil
  ) {
    self.status = status
    self.content = content
    self.error = error
    self.exitCode = exitCode
    self.files = files
    self.outputPath = outputPath
    self.duration = duration
  }

  public static func success(_ text: String, files: [FileSeen] = []) -> ToolOutcome {
    ToolOutcome(status: .success, content: [.text(text)], files: files)
  }

  public static func failed(_ error: String, status: ToolStatus = .error) -> ToolOutcome {
    ToolOutcome(status: status, content: [], error: error)
  }
}

/// What a call may use besides its arguments.
public struct ToolContext: Sendable {
  public var session: SessionID
  public var workspace: Workspace
  /// SHA-256 (hex) of every file as this session last read or wrote it, by absolute path.
  public var known: [String: String]
  /// The spool directory of an attempt at this call, absolute; not yet created.
  public var attemptDirectory: @Sendable (_ attempt: Int) -> String
  /// Stores bytes durably and answers their SHA-256 in hex.
  public var putBlob: @Sendable (_ bytes: [UInt8], _ mediaType: String) async throws -> String
  public var blob: @Sendable (_ hash: String) async throws -> [UInt8]?
  /// Shows output as it comes; never stored, may be dropped.
  public var show: @Sendable (String) -> Void

  public init(
    session: SessionID, workspace: Workspace, known: [String: String] = [:],
    attemptDirectory: @escaping @Sendable (Int) -> String,
    putBlob: @escaping @Sendable ([UInt8], String) async throws -> String,
    blob: @escaping @Sendable (String) async throws -> [UInt8]?,
    show: @escaping @Sendable (String) -> Void
  ) {
    self.session = session
    self.workspace = workspace
    self.known = known
    self.attemptDirectory = attemptDirectory
    self.putBlob = putBlob
    self.blob = blob
    self.show = show
  }
}
