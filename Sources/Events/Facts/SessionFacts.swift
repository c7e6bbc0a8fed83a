public import Wire

/// Where a session came from, when it was not started afresh.
public struct Origin: JSONRepresentable {
  public enum Kind: String, JSONRepresentable { case fork, child }

  public var sessionID: SessionID
  /// The last event of the other session that this one shares.
  public var sequence: Int
  public var kind: Kind

  public init(sessionID: SessionID, sequence: Int, kind: Kind) {
    self.sessionID = sessionID
    self.sequence = sequence
    self.kind = kind
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    sessionID = try fields("session_id")
    sequence = try fields("sequence")
    kind = try fields("kind")
  }

  public var json: JSON {
    record(("session_id", sessionID.json), ("sequence", sequence.json), ("kind", kind.json))
  }
}

/// `session.started`: the first event of every session.
public struct SessionStarted: FactPayload {
  public static let type = "session.started"
  public var cwd: String
  public var roots: [String]
  public var provider: String
  public var model: String
  public var effort: String?
  public var permissionMode: String
  public var sandbox: String
  public var yoloVersion: String
  public var gitHead: String?
  public var origin: Origin?

  public init(
    cwd: String, roots: [String] = [], provider: String, model: String, effort: String? = nil,
    permissionMode: String = "auto", sandbox: String = "off", yoloVersion: String,
    gitHead: String? = nil, origin: Origin? = nil
  ) {
    self.cwd = cwd
    self.roots = roots
    self.provider = provider
    self.model = model
    self.effort = effort
    self.permissionMode = permissionMode
    self.sandbox = sandbox
    self.yoloVersion = yoloVersion
    self.gitHead = gitHead
    self.origin = origin
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    cwd = try fields("cwd")
    roots = try fields.list("roots")
    provider = try fields("provider")
    model = try fields("model")
    effort = try fields.optional("effort")
    permissionMode = try fields("permission_mode")
    sandbox = try fields("sandbox")
    yoloVersion = try fields("yolo_version")
    gitHead = try fields.optional("git_head")
    origin = try fields.optional("origin")
  }

  public var json: JSON {
    record(
      ("cwd", cwd.json), ("roots", roots.json), ("provider", provider.json),
      ("model", model.json), ("effort", effort?.json), ("permission_mode", permissionMode.json),
      ("sandbox", sandbox.json), ("yolo_version", yoloVersion.json), ("git_head", gitHead?.json),
      ("origin", origin?.json))
  }
}

/// `session.updated`: only the settings that changed are there.
public struct SessionUpdated: FactPayload {
  public static let type = "session.updated"
  public var title: String?
  public var provider: String?
  public var model: String?
  public var effort: String?
  public var cwd: String?

  public init(
    title: String? = nil, provider: String? = nil, model: String? = nil, effort: String? = nil,
    cwd: String? = nil
  ) {
    self.title = title
    self.provider = provider
    self.model = model
    self.effort = effort
    self.cwd = cwd
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    title = try fields.optional("title")
    provider = try fields.optional("provider")
    model = try fields.optional("model")
    effort = try fields.optional("effort")
    cwd = try fields.optional("cwd")
  }

  public var json: JSON {
    record(
      ("title", title?.json), ("provider", provider?.json), ("model", model?.json),
      ("effort", effort?.json), ("cwd", cwd?.json))
  }
}

/// `session.resumed`: a driver took over a turn that another one left open.
public struct SessionResumed: FactPayload {
  public static let type = "session.resumed"
  /// The process that drives from here on, for people: a name and its pid.
  public var driver: String
  /// What was open, one plain phrase each.
  public var found: [String]
  public var action: String

  public init(driver: String, found: [String], action: String) {
    self.driver = driver
    self.found = found
    self.action = action
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    driver = try fields("driver")
    found = try fields.list("found")
    action = try fields("action")
  }

  public var json: JSON {
    record(("driver", driver.json), ("found", found.json), ("action", action.json))
  }
}

/// `session.suspended`: its driver ended in order and left the turn open for the next one.
public struct SessionSuspended: FactPayload {
  public static let type = "session.suspended"
  public var turnID: TurnID
  public var driver: String

  public init(turnID: TurnID, driver: String) {
    self.turnID = turnID
    self.driver = driver
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    turnID = try fields("turn_id")
    driver = try fields("driver")
  }

  public var json: JSON { record(("turn_id", turnID.json), ("driver", driver.json)) }
}

/// `session.activated`: a turn begins in a session that was idle.
public struct SessionActivated: FactPayload {
  public static let type = "session.activated"
  public var turnID: TurnID

  public init(turnID: TurnID) { self.turnID = turnID }

  public init(json: JSON) throws(FormatError) { turnID = try Fields(json)("turn_id") }

  public var json: JSON { record(("turn_id", turnID.json)) }
}

/// `session.idled`: no turn is open any more; usage is the session's so far.
public struct SessionIdled: FactPayload {
  public static let type = "session.idled"
  public var turnID: TurnID
  public var usage: Usage

  public init(turnID: TurnID, usage: Usage) {
    self.turnID = turnID
    self.usage = usage
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    turnID = try fields("turn_id")
    usage = try fields("usage")
  }

  public var json: JSON { record(("turn_id", turnID.json), ("usage", usage.json)) }
}

/// `session.rewound`: the events after `toSequence` up to this one are abandoned by every fold.
///
/// Rewinding to just before another `session.rewound` takes that one back.
public struct SessionRewound: FactPayload {
  public static let type = "session.rewound"
  public var toSequence: Int
  /// The paths that were put back, where files were.
  public var files: [String]

  public init(toSequence: Int, files: [String] = []) {
    self.toSequence = toSequence
    self.files = files
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    toSequence = try fields("to_sequence")
    files = try fields.list("files")
  }

  public var json: JSON { record(("to_sequence", toSequence.json), ("files", files.json)) }
}

/// `notice.raised`: what a person must see even after a restart.
public struct NoticeRaised: FactPayload {
  public enum Level: String, JSONRepresentable { case info, warning, error }

  public static let type = "notice.raised"
  public var level: Level
  public var text: String

  public init(level: Level, text: String) {
    self.level = level
    self.text = text
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    level = try fields("level")
    text = try fields("text")
  }

  public var json: JSON { record(("level", level.json), ("text", text.json)) }
}
