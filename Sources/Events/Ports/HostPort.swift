/// The process as a front end sees it: sessions and look-ups.
public protocol HostPort: Sendable {
  func open(_ request: OpenRequest) async throws -> any SessionPort
  func ask(_ query: Query) async throws -> Answer
}

/// How to get hold of a session.
public struct OpenRequest: Sendable, Equatable {
  public enum Source: Sendable, Equatable {
    case new
    case resume(SessionID)
    /// A new session that shares everything up to an event (nil: the last one).
    case fork(SessionID, at: Int?)
  }

  /// Whether a turn that was left open goes on.
  public enum Continuing: Sendable, Equatable {
    /// A person asked for it.
    case always
    /// By itself, but not after `Limits.resumesWithoutProgress` attempts that came to nothing.
    case unlessStuck
    case never
  }

  /// What to do about a session that another process drives.
  public enum Contention: Sendable, Equatable { case follow, fail }

  public var source: Source
  public var cwd: String?
  public var provider: String?
  public var model: String?
  public var effort: String?
  public var kind: SessionSummary.Kind
  public var continuing: Continuing
  public var contention: Contention
  /// Answers of one turn; nil takes `Limits.iterations`.
  public var maxTurns: Int?

  public init(
    source: Source, cwd: String? = nil, provider: String? = nil, model: String? = nil,
    effort: String? = nil, kind: SessionSummary.Kind = .chat,
    continuing: Continuing = .always, contention: Contention = .follow, maxTurns: Int? = nil
  ) {
    self.source = source
    self.cwd = cwd
    self.provider = provider
    self.model = model
    self.effort = effort
    self.kind = kind
    self.continuing = continuing
    self.contention = contention
    self.maxTurns = maxTurns
  }
}

/// A look-up; it changes nothing.
public enum Query: Sendable, Equatable {
  /// Newest first; of one directory, or all.
  case sessions(directory: String?)
  /// Sessions whose id, id ending (four digits or more) or title fits.
  case sessionsMatching(String)
}

public enum Answer: Sendable, Equatable {
  case sessions([SessionSummary])
}
