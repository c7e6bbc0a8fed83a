import Events
import Wire

/// What a command comes to.
enum Decision: Equatable {
  /// These facts are to be recorded.
  case facts([Fact])
  /// It is in the log already.
  case known(sequence: Int)
  case refused(String)
  /// Nothing is recorded; something that runs is told.
  case signal(Signal)

  enum Signal: Equatable {
    case stop(CallID)
    case endWait
  }
}

/// Command and state to facts: pure.
func decide(
  _ command: Command, _ state: SessionState, at now: Timestamp,
  newID: () -> MessageID
) -> Decision {
  if let type = state.foreign.values.sorted().first {
    return .refused(
      "this session was used by a newer version of yolo, which opened something that this one "
        + "cannot close (\(type)); continue it with that version, or fork it from before that")
  }
  switch command {
  case .prompt(let content, let delivery, let key):
    if let sequence = state.inputKeys[key] { return .known(sequence: sequence) }
    if let why = refusal(of: content, state) { return .refused(why) }
    let message = Message(id: newID(), role: .user, content: content, createdAt: now)
    let place: Delivery =
      state.turn == nil ? .newTurn : delivery == .newTurn ? .followUp : delivery
    return .facts([.inputMessage(InputMessage(message: message, inputKey: key, delivery: place))])
  case .withdraw(let key):
    guard let input = state.queue.first(where: { $0.inputKey == key }) else {
      return .refused("that input is not queued any more")
    }
    return .facts([.inputWithdrawn(InputWithdrawn(messageID: input.message.id))])
  case .interrupt(.turn): return interrupt(state)
  case .interrupt(.call(let id)):
    guard let call = state.turn?.calls.first(where: { $0.call.id == id && !$0.isSettled }) else {
      return .refused("that call is not running")
    }
    return call.stage == .pending ? .facts(state.cancelling(call.call)) : .signal(.stop(id))
  case .retryNow:
    guard case .waiting = state.turn?.phase else { return .refused("no retry is waiting") }
    return .signal(.endWait)
  case .set(let setting): return .facts([.sessionUpdated(update(for: setting))])
  case .rename(let title): return .facts([.sessionUpdated(SessionUpdated(title: title))])
  case .rewind(let sequence):
    if state.turn != nil || !state.queue.isEmpty {
      return .refused("a turn is open; interrupt it before rewinding")
    }
    guard sequence >= 1, sequence < state.lastSequence else {
      return .refused("there is no event \(sequence) to rewind to")
    }
    return .facts([.sessionRewound(SessionRewound(toSequence: sequence))])
  }
}

private func refusal(of content: [ContentPart], _ state: SessionState) -> String? {
  if state.queue.count >= Limits.queuedInputs {
    return "\(Limits.queuedInputs) inputs are waiting already; withdraw one or wait"
  }
  var bytes = 0
  for part in content {
    switch part {
    case .text(let text): bytes += text.utf8.count
    case .image(let image): bytes += image.url?.utf8.count ?? 0
    case .toolCall, .toolResult: return "an input may hold text and images only"
    }
  }
  if bytes > Limits.inputBytes {
    return "the input has \(bytes) bytes; at most \(Limits.inputBytes) are accepted"
  }
  let isEmpty = content.allSatisfy { $0.text?.allSatisfy(\.isWhitespace) == true }
  return isEmpty ? "the input is empty" : nil
}

private func interrupt(_ state: SessionState) -> Decision {
  if let turn = state.turn {
    if turn.interruptedBy != nil { return .refused("the turn is being interrupted already") }
    return .facts([.interruptRequested(InterruptRequested(turnID: turn.id, by: "user"))])
  }
  // Its turn is about to begin: taking the input back is what the user means.
  if let input = state.queue.first {
    return .facts([.inputWithdrawn(InputWithdrawn(messageID: input.message.id))])
  }
  return .refused("no turn is open")
}

private func update(for setting: Setting) -> SessionUpdated {
  switch setting {
  case .model(let provider, let model): SessionUpdated(provider: provider, model: model)
  case .effort(let effort): SessionUpdated(effort: effort ?? "")
  case .cwd(let path): SessionUpdated(cwd: path)
  }
}
