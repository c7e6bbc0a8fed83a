import Events
import Runtime
import Testing
import Wire

@testable import Providers

@Suite struct SimulatorPlaybackTests {
  private typealias Move = SimulatorPlayback.Move

  private func moves(_ step: SimulatorStep) -> [Move] {
    var playback = SimulatorPlayback(step, answer: 3, inputTokens: 10)
    var moves: [Move] = []
    while let move = playback.next() { moves.append(move) }
    return moves
  }

  private static let call = SimulatorCall("bash", raw: #"{"a":"é"}"#)

  @Test func aWholeAnswer() {
    var step = SimulatorStep(
      text: "Hello", thinking: "hm",
      calls: [Self.call, SimulatorCall("x", raw: "", id: "own")])
    step.chunk = 3
    #expect(
      moves(step) == [
        .send(.thinking("hm")), .send(.text("Hel")), .send(.text("lo")),
        .send(.callStarted(index: 0, providerCallID: "llmsim_3_1", name: "bash")),
        .send(.callArguments(index: 0, fragment: #"{"a"#)),
        .send(.callArguments(index: 0, fragment: #"":""#)),
        .send(.callArguments(index: 0, fragment: #"é"}"#)),
        .send(.callEnded(index: 0)),
        .send(.callStarted(index: 1, providerCallID: "own", name: "x")),
        .send(.callEnded(index: 1)),
        .send(
          .usage(
            Usage(
              inputTokens: 10, outputTokens: 8, reasoningTokens: 1, estimatedCostUSD: 0))),
        .send(.finish(.toolCalls)),
      ])
  }

  @Test func usageAndFinishAreSentAsTheyAreGiven() {
    var step = SimulatorStep()
    step.usage = Usage(inputTokens: 1, outputTokens: 2)
    step.finish = .refusal
    #expect(
      moves(step) == [
        .send(.usage(Usage(inputTokens: 1, outputTokens: 2))), .send(.finish(.refusal)),
      ])
  }

  @Test func anErrorComesBehindWhatIsSaid() {
    let error = ModelError(code: .overloaded, message: "busy", retryAfter: .seconds(2))
    var step = SimulatorStep(error: error)
    #expect(moves(step) == [.fail(error)])
    step.text = "Half"
    #expect(moves(step) == [.send(.text("Half")), .fail(error)])
    step.cut = .after(bytes: 2)
    #expect(moves(step) == [.send(.text("Ha")), .fail(error)])
  }

  @Test(arguments: [
    (0, []), (1, ["a"]), (2, ["ab"]), (3, ["ab"]), (4, ["ab", "é"]), (5, ["ab", "éx"]),
    (6, ["ab", "éx", "("]), (99, ["ab", "éx", "(", #"{"a":"é"}"#, ")"]),
  ]) func aCutFallsBetweenCharacters(bytes: Int, said: [String]) {
    var step = SimulatorStep(text: "éx", thinking: "ab", calls: [Self.call])
    step.cut = .after(bytes: bytes)
    let found = moves(step).map { move in
      switch move {
      case .send(.thinking(let text)), .send(.text(let text)): text
      case .send(.callArguments(_, let text)): text.prefix(1) == "{" && bytes < 99 ? "(" : text
      case .send(.callStarted): "("
      case .send(.callEnded): ")"
      default: "unexpected \(move)"
      }
    }
    // Six bytes reach one byte into the arguments: the call has started by then.
    #expect(found == (bytes == 6 ? said + ["("] : said))
  }

  @Test func aCutInACallSendsHalfOfItsArguments() {
    var step = SimulatorStep(calls: [SimulatorCall("a", [:]), Self.call])
    step.cut = .inCall
    #expect(
      moves(step).suffix(2) == [
        .send(.callStarted(index: 1, providerCallID: "llmsim_3_2", name: "bash")),
        .send(.callArguments(index: 1, fragment: #"{"a":"#)),
      ])
    step.calls = [SimulatorCall("a", raw: "")]
    #expect(
      moves(step) == [
        .send(.callStarted(index: 0, providerCallID: "llmsim_3_1", name: "a"))
      ])
  }

  @Test func aStallComesWhereItIsPut() {
    var step = SimulatorStep(text: "Hello")
    step.stall = .seconds(7)
    #expect(Array(moves(step).prefix(2)) == [.wait(.seconds(7)), .send(.text("Hello"))])
    step.stallAfter = 2
    #expect(
      Array(moves(step).prefix(3)) == [
        .send(.text("He")), .wait(.seconds(7)), .send(.text("llo")),
      ])
    step.stallAfter = 99
    step.cut = .after(bytes: 5)
    #expect(moves(step) == [.send(.text("Hello")), .wait(.seconds(7))])
  }

  @Test(arguments: [10.0, 1000, 0.5]) func theSpeedIsKept(speed: Double) {
    var step = SimulatorStep(text: String(repeating: "x", count: 1000), thinking: "hmm")
    step.speed = speed
    let moves = moves(step)
    let waited = moves.reduce(Duration.zero) { sum, move in
      if case .wait(let duration) = move { sum + duration } else { sum }
    }
    #expect(abs(waited / .seconds(1) - 1003 / speed) < 0.000_1)
    // Never more than a twentieth of a second at once, unless one character takes longer.
    let longest = Duration.seconds(max(0.05, 1 / speed))
    #expect(moves.allSatisfy { if case .wait(let time) = $0 { time <= longest } else { true } })
  }
}
