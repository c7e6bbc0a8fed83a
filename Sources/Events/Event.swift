public import Wire

/// One fact in its place in a session's log.
///
/// Guarantee: `sequence` counts 1, 2, 3 … within a session, without gaps.
public struct Event: JSONRepresentable {
  public var id: EventID
  public var sessionID: SessionID
  public var sequence: Int
  public var time: Timestamp
  public var context: EventContext
  public var fact: Fact

  public init(
    id: EventID, sessionID: SessionID, sequence: Int, time: Timestamp,
    context: EventContext = EventContext(), fact: Fact
  ) {
    self.id = id
    self.sessionID = sessionID
    self.sequence = sequence
    self.time = time
    self.context = context
    self.fact = fact
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    id = try fields("id")
    sessionID = try fields("session_id")
    sequence = try fields("sequence")
    time = try fields("ts")
    context = try fields.optional("context") ?? EventContext()
    fact = Fact(type: try fields("type"), data: try fields("data"))
  }

  public var json: JSON {
    [
      "id": id.json, "type": .string(fact.type), "ts": time.json, "session_id": sessionID.json,
      "sequence": sequence.json, "context": tracedContext, "data": fact.data,
    ]
  }
}

/// What an event belongs to.
public struct EventContext: JSONRepresentable {
  public var turnID: TurnID?
  public var inputMessageID: MessageID?
  /// One reason or one act.
  public var execID: ExecID?

  public init(
    turnID: TurnID? = nil, inputMessageID: MessageID? = nil, execID: ExecID? = nil
  ) {
    self.turnID = turnID
    self.inputMessageID = inputMessageID
    self.execID = execID
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    turnID = try fields.optional("turn_id")
    inputMessageID = try fields.optional("input_message_id")
    execID = try fields.optional("exec_id")
  }

  public var json: JSON {
    record(
      ("turn_id", turnID?.json), ("input_message_id", inputMessageID?.json),
      ("exec_id", execID?.json))
  }
}
