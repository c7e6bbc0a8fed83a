public import Events

/// What to do about a call that a dead driver had started.
public enum Recovery: Sendable, Equatable {
  /// Have the effect again, or finish it, from what was recorded.
  case again
  /// It certainly never ran: run it as a new attempt.
  case afresh
  /// It ran or still runs by itself: take its real outcome.
  case adopt
  /// It has had no effect and is not wanted any more.
  case cancelled
  /// Nothing may be run; the reason is for the model and the user.
  case interrupted(String)
}

/// Whether the turn goes on or is being stopped.
public enum RecoveryAim: Sendable, Equatable { case continuing, cancelling }

/// The recovery table: pure, and the only place where such a decision is made.
///
/// Guarantee: a call that is not repeatable is never run when it may have run before.
public func recover(_ call: ToolStarted, _ finding: Finding, _ aim: RecoveryAim) -> Recovery {
  switch finding {
  case .repeatable:
    switch call.effectClass {
    case .pure, .idempotent: return aim == .continuing ? .again : .cancelled
    case .filePlan, .command, .atMostOnce: return .interrupted(unknownOutcome(call))
    }
  case .files(let files): return recover(call, files, aim)
  case .finished, .running: return .adopt
  case .neverStarted: return aim == .continuing ? .afresh : .cancelled
  case .unknown:
    // A command that was lost has left output, which its tool knows how to report.
    return call.effectClass == .command ? .adopt : .interrupted(unknownOutcome(call))
  }
}

private func recover(_ call: ToolStarted, _ files: [FileFinding], _ aim: RecoveryAim) -> Recovery {
  let conflicts = files.filter { $0.state == .conflict }.map(\.path)
  let done = files.filter { $0.state == .done }.map(\.path)
  let untouched = files.filter { $0.state == .untouched }.map(\.path)
  if conflicts.isEmpty {
    return aim == .cancelling && done.isEmpty ? .cancelled : .again
  }
  var parts = ["\(call.call.name) was interrupted, and files have changed since"]
  parts.append("conflicting: \(conflicts.joined(separator: ", "))")
  if !done.isEmpty { parts.append("done: \(done.joined(separator: ", "))") }
  if !untouched.isEmpty { parts.append("not done: \(untouched.joined(separator: ", "))") }
  return .interrupted(parts.joined(separator: "; ") + ". Read the files before going on.")
}

private func unknownOutcome(_ call: ToolStarted) -> String {
  "\(call.call.name) was interrupted by a crash and its outcome is unknown. It was not run again; "
    + "find out what it did before you repeat it."
}
