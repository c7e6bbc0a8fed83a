public import Wire

/// What a tool finds in the world about a call that was started and never finished.
public enum Finding: JSONRepresentable {
  /// Nothing needs to be known: the call can simply run again.
  case repeatable
  /// How each file of the plan stands.
  case files([FileFinding])
  /// The command ended; its output and status are on disk.
  case finished
  /// The command still runs.
  case running
  /// No wrapper ever ran, and none can any more.
  case neverStarted
  /// It may or may not have happened.
  case unknown

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    let state: String = try fields("state")
    switch state {
    case "repeatable": self = .repeatable
    case "files": self = .files(try fields("files"))
    case "finished": self = .finished
    case "running": self = .running
    case "never_started": self = .neverStarted
    case "unknown": self = .unknown
    default: throw FormatError(path: "state", expected: "a known finding, found \(state)")
    }
  }

  public var json: JSON {
    switch self {
    case .repeatable: ["state": "repeatable"]
    case .files(let files): ["state": "files", "files": files.json]
    case .finished: ["state": "finished"]
    case .running: ["state": "running"]
    case .neverStarted: ["state": "never_started"]
    case .unknown: ["state": "unknown"]
    }
  }
}

/// How one file of an unfinished plan stands.
public struct FileFinding: JSONRepresentable {
  public enum State: String, JSONRepresentable {
    /// As the plan wants it.
    case done
    /// As it was before the plan.
    case untouched
    /// Neither: somebody else changed it.
    case conflict
  }

  public var path: String
  public var state: State

  public init(path: String, state: State) {
    self.path = path
    self.state = state
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    path = try fields("path")
    state = try fields("state")
  }

  public var json: JSON { record(("path", path.json), ("state", state.json)) }
}
