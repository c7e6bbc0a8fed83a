import Events
import Wire

extension Session {
  /// Takes over what an earlier driver left; nothing here has an effect of its own, it only says
  /// in the log that somebody else drives from now on.
  func resume(_ continuing: OpenRequest.Continuing, changes: SessionUpdated?) throws(StoreError) {
    guard state.foreign.isEmpty else {
      hold()
      return readInbox()
    }
    var facts: [Fact] = orphans().map { call in
      .transcriptRepaired(
        TranscriptRepaired(callID: call.id, toolName: call.name, action: "result_added"))
    }
    if let changes { facts.append(.sessionUpdated(changes)) }
    let found = state.unfinished
    if continuing == .never {
      hold()
    } else if state.turn != nil || (!found.isEmpty && ownKeys.isEmpty) {
      // What waits between two turns and was sent from here was not interrupted by anything.
      if continuing == .unlessStuck, state.fruitlessResumes >= Limits.resumesWithoutProgress {
        facts += sealing()
      } else {
        facts.append(
          .sessionResumed(
            SessionResumed(driver: world.driver, found: found, action: "continued")))
      }
    }
    if !facts.isEmpty { try record(facts) }
    // Only now: what others left is driven like anything else.
    readInbox()
    advance()
  }

  /// Calls of closed turns that have no result: the history must not keep them so.
  private func orphans() -> [ToolCall] {
    let open = Set((state.turn?.calls ?? []).map(\.call.id))
    return state.conversation.unanswered.filter { !open.contains($0.id) }
  }

  /// The facts that keep a session from killing one driver after the other: what was received of
  /// an answer is kept, and without an open turn it is the waiting inputs that are taken back.
  private func sealing() -> [Fact] {
    let reason =
      "no progress: it was resumed \(Limits.resumesWithoutProgress) times and died each time "
      + "before anything got done; look at it with: yolo sessions show \(id.short); go on with: "
      + "yolo -p \"go on\" -r \(id.short)"
    guard let turn = state.turn else {
      return state.withdrawing() + [.noticeRaised(NoticeRaised(level: .error, text: reason))]
    }
    var facts: [Fact] = []
    if case .asking(let message?) = turn.phase { facts += partialAnswer(message, in: turn) }
    return facts + state.closing(reason: reason, at: world.now())
  }
}

extension SessionState {
  /// What is open, in plain phrases for people.
  var unfinished: [String] {
    var found: [String] = []
    if let turn {
      found += turn.interruptedBy == nil ? turn.phrases : ["an interrupt to be finished"]
    }
    let waiting = queue.count
    if waiting > 0 { found.append(waiting == 1 ? "one queued input" : "\(waiting) queued inputs") }
    return found
  }
}

extension Turn {
  fileprivate var phrases: [String] {
    switch phase {
    case .ready: return ["a turn about to ask the model"]
    case .asking: return ["an answer that had not arrived"]
    case .failed, .waiting: return ["a model call to be repeated"]
    case .answered: return ["an answered turn to be closed"]
    case .acting(let calls):
      let started = calls.compactMap { state -> String? in
        guard case .started(let call, _) = state.stage else { return nil }
        return "\(call.call.name) was running: \(call.narration)"
      }
      let done = calls.filter(\.isSettled).count
      return started.isEmpty ? ["\(done) of \(calls.count) calls of an answer done"] : started
    }
  }
}
