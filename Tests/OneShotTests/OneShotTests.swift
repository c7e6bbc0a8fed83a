import Events
import OneShot
import Synchronization
import Testing
import Wire

/// Following a session.
struct OneShotTests {
  /// A session that has nothing but updates.
  private struct Scripted: SessionPort {
    let id = Log().session
    let list: [Update]

    func submit(_ command: Command) async -> Receipt { .refused("scripted") }
    func page(before sequence: Int, turns: Int) async throws -> [Event] { [] }
    func close() async {}
    func updates(after sequence: Int) async -> Updates {
      let rest = Mutex(
        list.filter { update in
          if case .event(let event) = update { event.sequence > sequence } else { true }
        })
      return Updates { rest.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
    }
  }

  private final class Output: Sendable {
    let pieces = Mutex<[Piece]>([])
    var text: String {
      pieces.withLock { $0.map { if case .out(let text) = $0 { text } else { "" } }.joined() }
    }
  }

  private func follow(
    _ log: Log, key: String, closedAfter limit: Int = .max
  ) async throws -> (Report?, String) {
    let output = Output()
    let oneShot = OneShot(
      session: Scripted(list: log.events.map { .event($0) })
    ) { piece in
      output.pieces.withLock { pieces in
        pieces.append(piece)
        return pieces.count <= limit
      }
    }
    let printer = Printer(
      session: log.session, format: .streamJSON, style: .plain,
      stamp: { (Log.id(EventID.self, 99), Timestamp(microseconds: 0)) })
    let report = try await oneShot.follow(
      Run(session: log.session, goal: .answer(key: key)), printer)
    return (report, output.text)
  }

  private var two: Log {
    var log = Log()
    log.start()
    log.input(1, key: "a")
    log.turn(1, for: 1)
    log.input(2, key: "b", .followUp)
    log.answer(3, "one")
    log.complete(1, final: 3)
    log.turn(2, for: 2)
    log.answer(4, "two")
    log.complete(2, final: 4)
    return log
  }

  @Test func printsUpToItsOwnAnswer() async throws {
    let log = two
    let expected =
      log.events[..<6].map { $0.json.text + "\n" }.joined()
      + log.report(.completed, "one").json.text + "\n"
    let (report, text) = try await follow(log, key: "a")
    #expect(report == log.report(.completed, "one"))
    #expect(text == expected)
  }

  @Test func aClosedSessionLeavesTheTurnOpen() async throws {
    let (report, text) = try await follow(two, key: "never")
    let left = Report(session: two.session, ending: .left)
    #expect(report == left)
    #expect(text.hasSuffix(left.json.text + "\n"))
  }

  @Test func aReaderThatGoesAwayEndsTheRun() async throws {
    let (report, _) = try await follow(two, key: "b", closedAfter: 2)
    #expect(report == nil)
  }
}
