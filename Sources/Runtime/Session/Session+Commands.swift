public import Events
import Wire

extension Session {
  public func submit(_ command: Command) async -> Receipt { accept(command) }

  /// Decides a command and records what it comes to, with the inbox entry it came by.
  @discardableResult
  func accept(_ command: Command, from entry: InboxEntry.ID? = nil) -> Receipt {
    if let failure { return .failed(failure.message) }
    if isClosing { return .refused("the session is being closed") }
    let consumed = entry.map { [$0] } ?? []
    var decision = decide(
      command, state, at: world.now(), newID: { self.world.newID() })
    do throws(StoreError) {
      if case .rewind(let sequence) = command, case .facts = decision,
        try !wasAtRest(at: sequence)
      {
        decision = .refused("event \(sequence) is inside a turn; rewind to where one ends")
      }
      switch decision {
      case .facts(let facts):
        try record(facts, consuming: consumed)
      case .known, .refused, .signal:
        if !consumed.isEmpty { try record([], consuming: consumed) }
      }
    } catch {
      return .failed(error.message)
    }
    switch decision {
    case .facts(let facts):
      obey(facts)
      if entry == nil { note(facts) }
      let sequence = state.lastSequence
      advance()
      return .recorded(sequence: sequence)
    case .known(let sequence): return .recorded(sequence: sequence)
    case .refused(let why): return .refused(why)
    case .signal(.stop(let id)):
      flights[.call(id)]?.cancel()
      return .recorded(sequence: state.lastSequence)
    case .signal(.endWait):
      retryWait?.cancel()
      return .recorded(sequence: state.lastSequence)
    }
  }

  /// What was decided to end is ended only after that is recorded.
  private func obey(_ facts: [Fact]) {
    for fact in facts {
      switch fact {
      case .interruptRequested: for flight in flights.values { flight.cancel() }
      case .toolCompleted(let settled): flights[.call(settled.callID)]?.cancel()
      default: break
      }
    }
  }

  /// An input of this process's own is driven, whatever was only looked at before.
  private func note(_ facts: [Fact]) {
    for case .inputMessage(let input) in facts {
      ownKeys.insert(input.inputKey)
      isHeld = false
    }
  }

  /// Whether nothing was open at an event. Elsewhere a rewind would find calls unfinished that
  /// have run since, and run them again.
  private func wasAtRest(at sequence: Int) throws(StoreError) -> Bool {
    let log = try stored { try store.log(of: id) }
    let then = SessionState(id: id, log: log.filter { $0.sequence <= sequence })
    return then.turn == nil && then.queue.isEmpty
  }
}
