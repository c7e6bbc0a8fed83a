/// One session as a front end sees it, whoever drives it.
public protocol SessionPort: Sendable {
  var id: SessionID { get }
  func submit(_ command: Command) async -> Receipt
  /// Every event after `sequence`, then what happens, as it happens.
  func updates(after sequence: Int) async -> Updates
  /// The events of up to `turns` turns that end before `sequence`; a page folds by itself, and
  /// what was abandoned is left out.
  func page(before sequence: Int, turns: Int) async throws -> [Event]
  /// Ends the run: running calls are cancelled and recorded, an open turn stays open for the next
  /// driver, and the session is let go.
  func close() async
}

/// A pull-based stream: nothing is read ahead, so nothing piles up behind a slow follower.
public struct Updates: AsyncSequence, Sendable {
  private let pull: @Sendable () async throws -> Update?

  public init(_ pull: @escaping @Sendable () async throws -> Update?) { self.pull = pull }

  public func makeAsyncIterator() -> Iterator { Iterator(pull: pull) }

  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let pull: @Sendable () async throws -> Update?

    /// The next update; nil when the session is closed. Throws when its log cannot be used.
    public mutating func next() async throws -> Update? { try await pull() }
  }
}
