import Events
import OneShot
import Wire

/// Makes the events of one session in sequence, with ids and times that count up.
struct Log {
  let session = Log.id(SessionID.self, 1)
  private(set) var events: [Event] = []

  static func id<Kind>(_: Identifier<Kind>.Type, _ number: UInt64) -> Identifier<Kind> {
    Identifier(time: Timestamp(microseconds: 0), random: (0, number))
  }

  static func turn(_ number: UInt64) -> TurnID { id(TurnID.self, number) }
  static func message(_ number: UInt64) -> MessageID { id(MessageID.self, number) }
  static func call(_ number: UInt64) -> CallID { id(CallID.self, number) }

  static func text(_ number: UInt64, _ role: Role, _ text: String) -> Message {
    Message(
      id: message(number), role: role, content: [.text(text)],
      createdAt: Timestamp(microseconds: 0))
  }

  mutating func add(_ facts: Fact...) {
    for fact in facts {
      let sequence = events.count + 1
      events.append(
        Event(
          id: Log.id(EventID.self, UInt64(sequence)), sessionID: session, sequence: sequence,
          time: Timestamp(microseconds: Int64(sequence) * 1_000_000), fact: fact))
    }
  }

  mutating func start() {
    add(
      .sessionStarted(
        SessionStarted(cwd: "/w", provider: "llmsim", model: "echo", yoloVersion: "0")))
  }

  mutating func input(_ number: UInt64, key: String, _ delivery: Delivery = .newTurn) {
    add(
      .inputMessage(
        InputMessage(
          message: Log.text(number, .user, "prompt \(number)"), inputKey: key, delivery: delivery)))
  }

  mutating func turn(_ turn: UInt64, for input: UInt64) {
    add(
      .turnStarted(
        TurnStarted(
          turnID: Log.turn(turn), inputMessageID: Log.message(input), configHash: "", context: [])))
  }

  mutating func answer(_ number: UInt64, _ text: String) {
    add(
      .outputCompleted(
        OutputCompleted(message: Log.text(number, .agent, text), finishReason: .stop)))
  }

  /// An answer that was cut off.
  mutating func cut(_ number: UInt64, _ text: String) {
    add(
      .outputCompleted(
        OutputCompleted(
          message: Log.text(number, .agent, text), finishReason: .cut, interrupted: true)))
  }

  static func summary(_ turn: UInt64, final: UInt64?) -> TurnSummary {
    TurnSummary(
      turnID: Log.turn(turn), iterations: 2, usage: Usage(inputTokens: 3, outputTokens: 4),
      durationMs: 5, finalMessageID: final.map(Log.message))
  }

  mutating func complete(_ turn: UInt64, final: UInt64) {
    add(.turnCompleted(TurnCompleted(summary: Log.summary(turn, final: final))))
  }

  mutating func fail(_ turn: UInt64, _ code: ErrorCode) {
    add(
      .turnFailed(
        TurnFailed(summary: Log.summary(turn, final: nil), error: "no luck", errorCode: code)))
  }

  func report(_ ending: Report.Ending, _ text: String = "") -> Report {
    Report(
      session: session, ending: ending, text: text, turns: 2, durationMs: 5,
      usage: Usage(inputTokens: 3, outputTokens: 4))
  }
}
