public import Events
public import Wire

/// Something the world owes a session.
public enum Effect: Hashable, Sendable {
  /// Look at the moment and open a turn for a queued input.
  case startTurn(MessageID)
  /// Ask the model, not before a moment.
  case callModel(notBefore: Timestamp?)
  /// Turn what was received of an answer nobody is receiving any more into a fact.
  case recoverAnswer(MessageID?)
  /// Decide what follows a failed attempt.
  case answerFailure
  /// Prepare, start and run a call that nothing has been done about; or, with a higher attempt,
  /// one that was started but certainly never ran.
  case run(CallID, attempt: Int)
  /// Have the effect of a started call again, or finish it, from what was recorded.
  case finish(CallID)
  /// Wait for the effect of a started call, which goes on by itself.
  case adopt(CallID)
  /// Look at the world about a started call.
  case inspect(CallID)
  /// Give a call its result without running it.
  case settle(CallID, Settlement)
  case endTurn(Ending)

  /// What an effect works on: one effect on a subject is in flight at a time.
  public enum Subject: Hashable, Sendable {
    case turn, model
    case call(CallID)
  }

  public var subject: Subject {
    switch self {
    case .startTurn, .endTurn: .turn
    case .callModel, .recoverAnswer, .answerFailure: .model
    case .run(let id, _), .finish(let id), .adopt(let id), .inspect(let id), .settle(let id, _):
      .call(id)
    }
  }

  /// How a call is settled without running.
  public enum Settlement: Hashable, Sendable {
    case cancelled
    case interrupted(String)
  }

  /// How a turn ends.
  public enum Ending: Hashable, Sendable {
    case completed
    case cancelled(by: String)
    case failed(ErrorCode, String)
  }
}
