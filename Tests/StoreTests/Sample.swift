import Events
import Runtime
import Wire

/// Ids, events and batches that are the same in every run.
enum Sample {
  static let start = Timestamp(microseconds: 1_750_000_000_000_000)

  /// The `number`th id of a kind.
  static func id<Kind>(_ number: Int) -> Identifier<Kind> {
    Identifier(time: start, random: (0, UInt64(number)))
  }

  static func session(_ number: Int) -> SessionID { id(number) }

  /// An event whose id depends on its session and sequence.
  static func event(_ session: SessionID, _ sequence: Int, _ fact: Fact? = nil) -> Event {
    let seed = session.text.utf8.reduce(UInt64(sequence)) { $0 &* 1_000_003 &+ UInt64($1) }
    return Event(
      id: EventID(time: start, random: (UInt64(sequence), seed)), sessionID: session,
      sequence: sequence, time: start.adding(.milliseconds(sequence)),
      context: EventContext(turnID: id(1)),
      fact: fact ?? .noticeRaised(NoticeRaised(level: .info, text: "event \(sequence)")))
  }

  static func events(_ session: SessionID, _ sequences: ClosedRange<Int>) -> [Event] {
    sequences.map { event(session, $0) }
  }

  static func summary(
    _ session: SessionID, cwd: String = "/work", status: SessionSummary.Status = .idle,
    updated: Int = 0
  ) -> SessionSummary {
    SessionSummary(
      id: session, cwd: cwd, status: status, createdAt: start,
      updatedAt: start.adding(.seconds(updated)))
  }

  /// A batch of `sequences` in their place.
  static func batch(_ session: SessionID, _ sequences: ClosedRange<Int>) -> Batch {
    Batch(
      session: session, expectedLast: sequences.lowerBound - 1,
      events: events(session, sequences), summary: summary(session))
  }

  /// A batch that sets the summary only.
  static func projection(_ summary: SessionSummary) -> Batch {
    Batch(session: summary.id, expectedLast: 0, events: [], summary: summary)
  }

  static func prompt(_ text: String, key: String) -> Command {
    .prompt(content: [.text(text)], delivery: .newTurn, key: key)
  }
}
