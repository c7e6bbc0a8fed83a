import Events
import Testing

/// What must be true of the facts themselves, whoever wrote them.
func checkFacts(_ log: [Event], _ note: Comment) {
  var open: TurnID?
  var interrupted: Set<TurnID> = []
  var asked: [CallID] = []
  var results: [CallID: Int] = [:]
  for event in log {
    switch event.fact {
    case .turnStarted(let started):
      #expect(open == nil, "two open turns: \(note)")
      open = started.turnID
    case .turnCompleted(let end): close(&open, end.summary.turnID, note)
    case .turnFailed(let end): close(&open, end.summary.turnID, note)
    case .turnCancelled(let end): close(&open, end.summary.turnID, note)
    case .turnSealed(let end): close(&open, end.summary.turnID, note)
    case .interruptRequested(let request): interrupted.insert(request.turnID)
    case .reasonStarted:
      #expect(open.map { !interrupted.contains($0) } ?? false, "driven on: \(note)")
    case .outputCompleted(let completed):
      if !completed.interrupted { asked += completed.message.calls.map(\.id) }
    case .toolStarted(let started):
      #expect(results[started.call.id] == nil, "started after its result: \(note)")
      let isStopped = open.map { interrupted.contains($0) } ?? true
      #expect(!isStopped, "started after the interrupt: \(note)")
    case .toolCompleted(let completed): results[completed.callID, default: 0] += 1
    default: break
    }
  }
  #expect(results.values.allSatisfy { $0 == 1 }, "one result a call: \(note)")
  #expect(Set(asked) == Set(results.keys), "every call has a result: \(note)")
}

private func close(_ open: inout TurnID?, _ id: TurnID, _ note: Comment) {
  #expect(open == id, "a turn ends that is not open: \(note)")
  open = nil
}
