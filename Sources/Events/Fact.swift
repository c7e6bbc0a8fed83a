public import Wire

/// A payload that is stored under one event type for ever.
public protocol FactPayload: JSONRepresentable {
  static var type: String { get }
}

/// What happened: everything a session is, is folded from these.
///
/// Types and fields are a public format (`docs/formats/events.md`): they are only ever added to.
public enum Fact: Sendable, Equatable {
  case sessionStarted(SessionStarted)
  case sessionUpdated(SessionUpdated)
  case sessionResumed(SessionResumed)
  case sessionSuspended(SessionSuspended)
  case sessionActivated(SessionActivated)
  case sessionIdled(SessionIdled)
  case sessionRewound(SessionRewound)
  case inputMessage(InputMessage)
  case inputWithdrawn(InputWithdrawn)
  case turnStarted(TurnStarted)
  case interruptRequested(InterruptRequested)
  case turnCompleted(TurnCompleted)
  case turnFailed(TurnFailed)
  case turnCancelled(TurnCancelled)
  case turnSealed(TurnSealed)
  case reasonStarted(ReasonStarted)
  case outputStarted(OutputStarted)
  case reasonItem(ReasonItem)
  case outputCompleted(OutputCompleted)
  case reasonCompleted(ReasonCompleted)
  case retryScheduled(RetryScheduled)
  case actStarted(ActStarted)
  case actCompleted(ActCompleted)
  case toolStarted(ToolStarted)
  case toolCompleted(ToolCompleted)
  case callInspected(CallInspected)
  case transcriptRepaired(TranscriptRepaired)
  case noticeRaised(NoticeRaised)
  /// A type of a later version, or one that does not have its documented form: kept as it is.
  case unknown(UnknownFact)

  /// Decodes a stored fact; never fails, since what is not understood must still be kept.
  public init(type: String, data: JSON) {
    self = Self.decode(type, data) ?? .unknown(UnknownFact(type: type, data: data))
  }

  /// The event type, such as `tool.started`.
  public var type: String {
    switch self {
    case .unknown(let fact): fact.type
    default: Swift.type(of: payload).type
    }
  }

  /// The `data` of the event.
  public var data: JSON {
    switch self {
    case .unknown(let fact): fact.data
    default: payload.json
    }
  }

  private var payload: any FactPayload {
    switch self {
    case .sessionStarted(let fact): fact
    case .sessionUpdated(let fact): fact
    case .sessionResumed(let fact): fact
    case .sessionSuspended(let fact): fact
    case .sessionActivated(let fact): fact
    case .sessionIdled(let fact): fact
    case .sessionRewound(let fact): fact
    case .inputMessage(let fact): fact
    case .inputWithdrawn(let fact): fact
    case .turnStarted(let fact): fact
    case .interruptRequested(let fact): fact
    case .turnCompleted(let fact): fact
    case .turnFailed(let fact): fact
    case .turnCancelled(let fact): fact
    case .turnSealed(let fact): fact
    case .reasonStarted(let fact): fact
    case .outputStarted(let fact): fact
    case .reasonItem(let fact): fact
    case .outputCompleted(let fact): fact
    case .reasonCompleted(let fact): fact
    case .retryScheduled(let fact): fact
    case .actStarted(let fact): fact
    case .actCompleted(let fact): fact
    case .toolStarted(let fact): fact
    case .toolCompleted(let fact): fact
    case .callInspected(let fact): fact
    case .transcriptRepaired(let fact): fact
    case .noticeRaised(let fact): fact
    case .unknown(let fact): fact
    }
  }

  private static func decode(_ type: String, _ data: JSON) -> Fact? {
    // A payload that does not decode is kept as an unknown fact by the caller.
    guard let make = decoders[type] else { return nil }
    return try? make(data)
  }

  private static let decoders: [String: @Sendable (JSON) throws -> Fact] = [
    SessionStarted.type: { .sessionStarted(try SessionStarted(json: $0)) },
    SessionUpdated.type: { .sessionUpdated(try SessionUpdated(json: $0)) },
    SessionResumed.type: { .sessionResumed(try SessionResumed(json: $0)) },
    SessionSuspended.type: { .sessionSuspended(try SessionSuspended(json: $0)) },
    SessionActivated.type: { .sessionActivated(try SessionActivated(json: $0)) },
    SessionIdled.type: { .sessionIdled(try SessionIdled(json: $0)) },
    SessionRewound.type: { .sessionRewound(try SessionRewound(json: $0)) },
    InputMessage.type: { .inputMessage(try InputMessage(json: $0)) },
    InputWithdrawn.type: { .inputWithdrawn(try InputWithdrawn(json: $0)) },
    TurnStarted.type: { .turnStarted(try TurnStarted(json: $0)) },
    InterruptRequested.type: { .interruptRequested(try InterruptRequested(json: $0)) },
    TurnCompleted.type: { .turnCompleted(try TurnCompleted(json: $0)) },
    TurnFailed.type: { .turnFailed(try TurnFailed(json: $0)) },
    TurnCancelled.type: { .turnCancelled(try TurnCancelled(json: $0)) },
    TurnSealed.type: { .turnSealed(try TurnSealed(json: $0)) },
    ReasonStarted.type: { .reasonStarted(try ReasonStarted(json: $0)) },
    OutputStarted.type: { .outputStarted(try OutputStarted(json: $0)) },
    ReasonItem.type: { .reasonItem(try ReasonItem(json: $0)) },
    OutputCompleted.type: { .outputCompleted(try OutputCompleted(json: $0)) },
    ReasonCompleted.type: { .reasonCompleted(try ReasonCompleted(json: $0)) },
    RetryScheduled.type: { .retryScheduled(try RetryScheduled(json: $0)) },
    ActStarted.type: { .actStarted(try ActStarted(json: $0)) },
    ActCompleted.type: { .actCompleted(try ActCompleted(json: $0)) },
    ToolStarted.type: { .toolStarted(try ToolStarted(json: $0)) },
    ToolCompleted.type: { .toolCompleted(try ToolCompleted(json: $0)) },
    CallInspected.type: { .callInspected(try CallInspected(json: $0)) },
    TranscriptRepaired.type: { .transcriptRepaired(try TranscriptRepaired(json: $0)) },
    NoticeRaised.type: { .noticeRaised(try NoticeRaised(json: $0)) },
  ]

  /// Every event type this version writes.
  public static var types: [String] { decoders.keys.sorted() }
}

/// A stored fact that this version does not understand.
public struct UnknownFact: FactPayload {
  public static let type = "unknown"
  public var type: String
  public var data: JSON

  public init(type: String, data: JSON) {
    self.type = type
    self.data = data
  }

  public init(json: JSON) { self.init(type: Self.type, data: json) }

  public var json: JSON { data }

  /// The thing it opens, where its type says that something has begun: `task` of `task.started`.
  public var opens: String? { stem(["started", "opened", "requested", "scheduled"]) }

  /// The thing it closes: `task` of `task.completed`.
  public var closes: String? {
    stem(["completed", "resolved", "closed", "failed", "cancelled", "sealed", "undone"])
  }

  private func stem(_ endings: [String]) -> String? {
    guard let dot = type.lastIndex(of: "."),
      endings.contains(String(type[type.index(after: dot)...]))
    else { return nil }
    return String(type[..<dot])
  }
}
