public import Events

/// Where logs live. Every method is synchronous and may block: sessions call it from the log
/// thread only, front ends never.
///
/// Guarantees every store gives (one conformance suite checks them): `append` is all or nothing
/// and durable when it returns; events of a session come back exactly as they went in, in
/// sequence; an owner is the only one until it lets go or its process dies.
public protocol Store: Sendable {
  /// The right to append to a session; nil while somebody else has it.
  func own(_ session: SessionID) throws -> (any Ownership)?

  /// One transaction: events, projection, and the inbox entries that they answer.
  ///
  /// Failure: `StoreError`; with code `conflict` where the log does not end at
  /// `batch.expectedLast`. Nothing was written then.
  func append(_ batch: Batch) throws

  /// Up to `limit` events after `sequence`, in order.
  func events(of session: SessionID, after sequence: Int, limit: Int) throws -> [Event]

  /// Sessions, newest first; of one directory, or all. `running` only where somebody owns it.
  func sessions(in directory: String?) throws -> [SessionSummary]
  func summary(of session: SessionID) throws -> SessionSummary?

  /// Leaves a command for whoever drives the session, and wakes it.
  func post(_ command: Command, to session: SessionID) throws
  func inbox(of session: SessionID) throws -> [InboxEntry]
  /// Wakes up, coalesced, after every commit to the session, every command posted to it, and when
  /// its owner lets go, also by other processes. The subscription ends when the stream's consumer
  /// does.
  func wakeups(of session: SessionID) throws -> AsyncStream<Void>

  /// Stores bytes under their SHA-256 (hex), durably, before it returns; harmless to repeat.
  func putBlob(_ bytes: [UInt8], mediaType: String) throws -> String
  func blob(_ hash: String) throws -> [UInt8]?

  /// Text of an answer as it arrives: survives a crash of the process, not of the machine.
  func appendScratch(_ bytes: [UInt8], of message: MessageID, in session: SessionID) throws
  func scratch(of message: MessageID, in session: SessionID) throws -> [UInt8]?
  func dropScratch(of message: MessageID, in session: SessionID) throws

  /// The directory of one attempt at a call, absolute; not created here.
  func attemptDirectory(of call: CallID, attempt: Int, in session: SessionID) -> String
}

/// Held by the one driver of a session; let go by `release` or with the last reference.
public protocol Ownership: AnyObject, Sendable {
  func release()
}

/// One transaction of one session.
public struct Batch: Sendable, Equatable {
  public var session: SessionID
  /// The sequence of the last event that must be there already; 0 for none.
  public var expectedLast: Int
  public var events: [Event]
  public var summary: SessionSummary
  /// Inbox entries that this transaction answers and removes.
  public var consumed: [InboxEntry.ID]

  public init(
    session: SessionID, expectedLast: Int, events: [Event], summary: SessionSummary,
    consumed: [InboxEntry.ID] = []
  ) {
    self.session = session
    self.expectedLast = expectedLast
    self.events = events
    self.summary = summary
    self.consumed = consumed
  }
}

/// A command that another process left for the driver.
public struct InboxEntry: Sendable, Equatable, Identifiable {
  /// Rising in the order of arrival.
  public var id: Int
  public var command: Command

  public init(id: Int, command: Command) {
    self.id = id
    self.command = command
  }
}

/// Why the log could not be used; the message says what to do.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case conflict, diskFull, readOnly, permission, newerVersion, corrupt, busy, io
  }

  public var code: Code
  public var message: String

  public init(code: Code, message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
