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
    } else if !found.isEmpty {
      if continuing == .unlessStuck, state.fruitlessResumes >= Limits.resumesWithoutProgress {
        facts += state.closing(reason: Self.noProgress(id), at: world.now())
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

  private static func noProgress(_ id: SessionID) -> String {
    "no progress: it was resumed \(Limits.resumesWithoutProgress) times and died each time before "
      + "anything got done; look at it with: yolo sessions show \(id.short)"
  }
}

extension SessionState {
  /// What is open, in plain phrases for people.
  var unfinished: [String] {
    var found: [String] = []
    if let turn {
      found.append(turn.interruptedBy == nil ? turn.phrase : "an interrupt to be finished")
      for state in turn.calls {
        if case .started(let started, _) = state.stage {
          found.append("\(started.call.name) had been started: \(started.narration)")
        }
      }
    }
    let waiting = queue.count
    if waiting > 0 { found.append(waiting == 1 ? "one queued input" : "\(waiting) queued inputs") }
    return found
  }
}

extension Turn {
  fileprivate var phrase: String {
    switch phase {
    case .ready: "a turn about to ask the model"
    case .asking: "an answer that had not arrived"
    case .failed, .waiting: "a model call to be repeated"
    case .acting(let calls):
      "\(calls.filter(\.isSettled).count) of \(calls.count) calls of an answer done"
    case .answered: "an answered turn to be closed"
    }
  }
}
