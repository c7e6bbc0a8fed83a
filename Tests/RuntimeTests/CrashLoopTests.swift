import Events
import Testing
import Wire

@testable import Runtime

/// Failure points are counted, not sampled: a process dies at its first operation, then at its
/// second, and so on until one lives to the end.
@Suite struct CrashLoopTests {
  static let steps = [
    Step(
      text: "Let me look around.",
      calls: [
        ("look", ["name": "a"]), ("write", ["files": ["/work/a": "one"]]),
        ("once", ["name": "mail"]),
      ]),
    Step(
      text: "Now the rest.",
      calls: [
        ("write", ["files": ["/work/b": "two", "/work/c": "three"]]),
        ("command", ["name": "make"]),
      ], errors: [ModelError(code: .overloaded, message: "busy")]),
    Step(text: "All is done here."),
    Step(text: "Second answer."),
  ]

  static let inputs: @Sendable (Session) async -> Void = { session in
    _ = await session.submit(Scenario.say("first", key: "1"))
    _ = await session.submit(Scenario.say("second", key: "2", .followUp))
  }

  @Test func undisturbedRunDoesEverythingOnce() throws {
    let scenario = Scenario(Self.steps)
    let (session, _) = scenario.process(nil, Self.inputs)
    let live = try #require(session)
    try checkLaws(scenario, live, "undisturbed")
    #expect(
      scenario.stage { $0.files } == ["/work/a": "one", "/work/b": "two", "/work/c": "three"])
    #expect(scenario.stage { $0.effects.values.allSatisfy { $0 == 1 } })
    #expect(live.now.conversation.lastAnswer?.text == "Second answer. ")
  }

  @Test func dyingAtEveryPointLosesNothing() throws {
    var fuse = 1
    while try !survives(Scenario(Self.steps), fuses: [fuse]) { fuse += 1 }
    #expect(fuse > 40, "the loop went through \(fuse) points only")
  }

  /// The quick set takes every third first point; `YOLO_SOAK` takes all.
  @Test func dyingAgainDuringRecoveryLosesNothing() throws {
    let stride = Soak.isOn ? 1 : 3
    var first = 1
    while try !survives(Scenario(Self.steps), fuses: [first]) {
      var second = 1
      while true {
        let scenario = Scenario(Self.steps)
        _ = try survives(scenario, fuses: [first, second])
        if scenario.stage({ $0.effects["recovery lived"] }) != nil { break }
        second += 1
      }
      first += stride
    }
    #expect(first > 40)
  }

  /// Kills one process after the other, lets the last one finish, and checks what is left.
  ///
  /// - Returns: whether the first process lived to the end.
  private func survives(_ scenario: Scenario, fuses: [Int]) throws -> Bool {
    let note = Comment(rawValue: "fuses \(fuses)")
    let (first, _) = scenario.process(nil, fuse: fuses[0], Self.inputs)
    let id = try #require(first?.id)
    if !scenario.stage.isBlown {
      try checkLaws(scenario, try #require(first), note)
      return true
    }
    var before = try scenario.log(id)
    for fuse in fuses.dropFirst() {
      scenario.process(id, fuse: fuse, Self.inputs)
      if !scenario.stage.isBlown { scenario.stage.happen("recovery lived") }
      #expect(try scenario.log(id).starts(with: before), "prefix: \(note)")
      before = try scenario.log(id)
    }
    try finish(scenario, id, before, note)
    return false
  }

  private func finish(
    _ scenario: Scenario, _ id: SessionID, _ before: [Event], _ note: Comment
  ) throws {
    // A session that never came into being is started again by the person at the keyboard.
    let (last, _) = scenario.process(before.isEmpty ? nil : id, Self.inputs)
    let session = try #require(last, note)
    try checkLaws(scenario, session, note)
    #expect(try scenario.log(session.id).starts(with: before), "prefix: \(note)")
    #expect(
      scenario.stage { $0.files } == ["/work/a": "one", "/work/b": "two", "/work/c": "three"],
      note)
    #expect(scenario.stage { $0.effects["command make"] } == 1, note)
    #expect(session.now.conversation.lastAnswer?.text == "Second answer. ", note)
    let inputs = try scenario.log(session.id).filter {
      if case .inputMessage = $0.fact { true } else { false }
    }
    #expect(inputs.count == 2, note)
  }
}
