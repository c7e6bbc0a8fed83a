import Events

extension Touches {
  /// Whether two calls may run at the same time: neither writes, or both name their paths and no
  /// path of one contains or equals a path the other writes.
  func mayOverlap(_ other: Touches) -> Bool {
    switch (self, other) {
    case (.barrier, _), (_, .barrier): return false
    case (.nothing, _), (_, .nothing): return true
    case (.paths(let reads, let writes), .paths(let otherReads, let otherWrites)):
      return !Self.meet(writes, otherReads + otherWrites) && !Self.meet(otherWrites, reads)
    }
  }

  private static func meet(_ left: [String], _ right: [String]) -> Bool {
    left.contains { one in right.contains { contains(one, $0) || contains($0, one) } }
  }

  private static func contains(_ directory: String, _ path: String) -> Bool {
    directory == path || path.hasPrefix(directory.hasSuffix("/") ? directory : directory + "/")
  }
}

/// Picks the effects that may start now, so that the calls of one answer have the effect of
/// running one after another in the model's order.
///
/// A call waits for every earlier unsettled call that it may not overlap, and for a free place.
func admit(
  _ due: [Effect], calls: [CallState], inFlight: Set<Effect.Subject>,
  touches: (CallID) -> Touches
) -> [Effect] {
  var running = calls.filter { inFlight.contains(.call($0.call.id)) }.count
  return due.filter { effect in
    guard case .call(let id) = effect.subject, effect.hasEffect else { return true }
    let earlier = calls.prefix { $0.call.id != id }.filter { !$0.isSettled }
    let later = calls.drop { $0.call.id != id }.dropFirst()
      .filter { inFlight.contains(.call($0.call.id)) }
    let mine = touches(id)
    let isFree = (earlier + later).allSatisfy { touches($0.call.id).mayOverlap(mine) }
    guard isFree, running < Limits.concurrentCalls else { return false }
    running += 1
    return true
  }
}

extension Effect {
  /// Whether performing it touches the workspace; looking and recording do not.
  var hasEffect: Bool {
    switch self {
    case .run, .finish: true
    default: false
    }
  }
}
