public import Events
import Synchronization

extension Session {
  public func updates(after sequence: Int) async -> Updates {
    let subscription = feed.subscribe(after: sequence)
    let page = Page()
    return Updates { [feed, weak self] in
      while !Task.isCancelled {
        if let event = page.next() { return .event(event) }
        switch feed.next(for: subscription) {
        case .update(let update): return update
        case .wait: await subscription.bell.wait()
        case .ended(let error?): throw error
        case .ended(nil): return nil
        case .load(let cursor):
          guard let events = try await self?.events(after: cursor), let last = events.last else {
            return nil
          }
          page.fill(events)
          feed.advance(subscription, to: last.sequence)
        }
      }
      return nil
    }
  }

  private func events(after sequence: Int) throws -> [Event] {
    try store.events(of: id, after: sequence, limit: Limits.updatePage)
  }

  public func page(before sequence: Int, turns: Int) async throws -> [Event] {
    try store.page(of: id, before: sequence, turns: turns)
  }

  /// What the model would be sent next.
  func inspect() async throws -> ModelRequest {
    var shown = state
    if shown.settings == nil {
      for event in openingEvents() { shown.apply(event) }
    }
    if let turn = shown.turn {
      return assemble(shown.atNextQuestion, try composed(turn.configHash))
    }
    return assemble(shown, await kit.compose(shown.workspace))
  }
}

/// Events read from the log that a follower has not asked for yet.
final class Page: Sendable {
  private let events = Mutex<ArraySlice<Event>>([])

  func next() -> Event? { events.withLock { $0.popFirst() } }
  func fill(_ more: [Event]) { events.withLock { $0 = more[...] } }
}

extension Store {
  /// The whole log of a session.
  func log(of session: SessionID) throws -> [Event] {
    var log: [Event] = []
    while true {
      let page = try events(of: session, after: log.last?.sequence ?? 0, limit: 4096)
      log += page
      if page.count < 4096 { return log }
    }
  }

  /// The events of up to `turns` turns that end before `sequence`, abandoned ones left out; begins
  /// where the turn before them ended, so that it has their inputs.
  func page(of session: SessionID, before sequence: Int, turns: Int) throws -> [Event] {
    let log = Timeline.live(try log(of: session)).filter { $0.sequence < sequence }
    let starts = log.indices.filter { index in
      if case .sessionActivated = log[index].fact { true } else { false }
    }
    guard starts.count > turns, turns > 0 else { return log }
    let earlier = log[..<starts[starts.count - turns]]
    let end = earlier.lastIndex { if case .sessionIdled = $0.fact { true } else { false } }
    return Array(log[(end.map { $0 + 1 } ?? 0)...])
  }
}
