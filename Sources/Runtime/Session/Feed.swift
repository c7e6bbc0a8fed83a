import Events
import Synchronization

/// Hands what happens in a session to its followers, each at its own pace.
///
/// Nothing is ever queued for a slow follower but a bounded number of previews: events are read
/// again from the log.
final class Feed: Sendable {
  /// One follower.
  final class Subscription: Sendable {
    let bell = Bell()
    fileprivate let state: Mutex<State>

    fileprivate struct State {
      /// The last event handed out.
      var cursor: Int
      /// Previews with the sequence of the event they came after.
      var previews: [(after: Int, preview: Preview)] = []
    }

    fileprivate init(after cursor: Int) { state = Mutex(State(cursor: cursor)) }
  }

  /// What a follower can be given now.
  enum Next {
    case update(Update)
    /// Events after this sequence are to be read from the log.
    case load(after: Int)
    case wait
    case ended((any Error)?)
  }

  private struct State {
    /// The newest events: at least `Limits.updatePage` of them, at most twice as many.
    var tail: [Event] = []
    var lastSequence: Int
    var subscriptions: [ObjectIdentifier: WeakSubscription] = [:]
    var end: End?
  }

  private struct WeakSubscription { weak var value: Subscription? }
  private enum End { case closed, failed(any Error) }

  private let state: Mutex<State>

  init(lastSequence: Int) { state = Mutex(State(lastSequence: lastSequence)) }

  func subscribe(after sequence: Int) -> Subscription {
    let subscription = Subscription(after: sequence)
    state.withLock { state in
      state.subscriptions = state.subscriptions.filter { $0.value.value != nil }
      state.subscriptions[ObjectIdentifier(subscription)] = WeakSubscription(value: subscription)
    }
    return subscription
  }

  func publish(_ events: [Event]) {
    guard let last = events.last else { return }
    let all = state.withLock { state in
      state.tail += events
      if state.tail.count > 2 * Limits.updatePage {
        state.tail.removeFirst(state.tail.count - Limits.updatePage)
      }
      state.lastSequence = last.sequence
      return state.subscriptions.values.compactMap(\.value)
    }
    for subscription in all { subscription.bell.ring() }
  }

  func publish(_ preview: Preview) {
    let (all, last) = state.withLock { state in
      (state.subscriptions.values.compactMap(\.value), state.lastSequence)
    }
    for subscription in all {
      subscription.state.withLock { state in
        if state.previews.count >= Limits.bufferedPreviews { state.previews.removeFirst() }
        state.previews.append((last, preview))
      }
      subscription.bell.ring()
    }
  }

  /// No more will come; nil where the session was closed in order.
  func end(_ error: (any Error)?) {
    let all = state.withLock { state in
      if state.end == nil { state.end = error.map { .failed($0) } ?? .closed }
      return state.subscriptions.values.compactMap(\.value)
    }
    for subscription in all { subscription.bell.ring() }
  }

  /// Events and previews in the order in which they happened.
  func next(for subscription: Subscription) -> Next {
    state.withLock { state in
      subscription.state.withLock { mine in
        if let first = mine.previews.first, first.after <= mine.cursor {
          mine.previews.removeFirst()
          return .update(.preview(first.preview))
        }
        if mine.cursor < state.lastSequence {
          guard let oldest = state.tail.first?.sequence, oldest <= mine.cursor + 1 else {
            return .load(after: mine.cursor)
          }
          let event = state.tail[mine.cursor + 1 - oldest]
          mine.cursor = event.sequence
          return .update(.event(event))
        }
        switch state.end {
        case nil: return .wait
        case .closed: return .ended(nil)
        case .failed(let error): return .ended(error)
        }
      }
    }
  }

  /// The follower was given events up to this one from the log.
  func advance(_ subscription: Subscription, to sequence: Int) {
    subscription.state.withLock { $0.cursor = sequence }
  }
}
