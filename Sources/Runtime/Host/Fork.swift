import Events
import Wire

extension Host {
  /// Copies a log up to an event into a new session, and closes there what was open.
  ///
  /// The calls that were running and the inputs that wait belong to the other session: the copy
  /// knows the outcome of those no better than a reader of the log does, and answers none of these.
  func fork(_ id: SessionID, at sequence: Int?) throws -> SessionID {
    let log = try store.log(of: id)
    guard let last = log.last else { throw HostError.notFound(id) }
    let end = sequence ?? last.sequence
    guard (1...last.sequence).contains(end) else {
      throw HostError(
        code: .invalid,
        message: "session \(id.short) has no event \(end); it ends at \(last.sequence)")
    }
    let copy: SessionID = world.newID()
    var events = log.prefix(end).map { event in
      var event = event
      (event.id, event.sessionID) = (world.newID(), copy)
      if case .sessionStarted(var started) = event.fact {
        started.origin = Origin(sessionID: id, sequence: end, kind: .fork)
        event.fact = .sessionStarted(started)
      }
      return event
    }
    let state = SessionState(id: copy, log: events)
    var recording = Recording(after: state)
    let closing = state.closing(reason: "the session was forked here", at: world.now())
    for fact in closing + state.withdrawing() { recording.add(fact, world: world) }
    events += recording.events
    try append(events, to: copy)
    return copy
  }

  private func append(_ events: [Event], to id: SessionID) throws {
    let now = world.now()
    var summary = SessionSummary(id: id, createdAt: now, updatedAt: now)
    for event in events { summary.apply(event) }
    summary.restate(Timeline.live(events))
    (summary.createdAt, summary.updatedAt) = (now, now)
    guard let own = try store.own(id) else { throw HostError.drivenElsewhere(id) }
    defer { own.release() }
    try store.append(Batch(session: id, expectedLast: 0, events: events, summary: summary))
  }
}
