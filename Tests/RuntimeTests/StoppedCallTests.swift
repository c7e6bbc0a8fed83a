import Events
import Testing
import Wire

@testable import Runtime

/// Calls that are stopped before they have begun.
@Suite struct StoppedCallTests {
  /// A host whose every call is first asked about.
  private func host(
    _ scenario: Scenario, permit: @escaping @Sendable () async -> Permission
  ) -> Host {
    Builder(world: scenario.executor.world).store(scenario.store).model(scenario.model)
      .tool(OnceTool(stage: scenario.stage))
      .capability(Capability(id: "ask", permit: { _, _ in await permit() }))
      .session { ($0.provider, $0.model) = ("scripted", "m") }.build()
  }

  @Test(arguments: [0, 1]) func aCallThatIsStoppedBeforeItStartsNeverRuns(index: Int) throws {
    let scenario = Scenario([
      Step(calls: [("once", ["name": "0"]), ("once", ["name": "1"])]), Step(text: "End."),
    ])
    let world = scenario.executor.world
    let host = host(scenario) {
      // Cancelled or not, the answer is yes.
      try? await world.sleep(.seconds(1))
      return .allow
    }
    let session = try scenario.run {
      let session = try #require(try await host.open(OpenRequest(source: .new)) as? Session)
      _ = await session.submit(Scenario.say("go", key: "1"))
      while await session.state.turn?.calls.isEmpty != false {
        try await world.sleep(.milliseconds(1))
      }
      let call = try #require(await session.state.turn?.calls[index].call.id)
      guard case .recorded = await session.submit(.interrupt(.call(call))) else {
        Issue.record("not stopped")
        return session
      }
      return session
    }
    #expect(scenario.stage { $0.effects } == ["once \(1 - index)": 1])
    try checkLaws(scenario, session, "stopped call")
    checkFacts(try scenario.log(session.id), "stopped call")
  }

  @Test func closingWhileAPermissionIsAskedDeniesNothing() throws {
    let scenario = Scenario([Step(calls: [("once", ["name": "a"])]), Step(text: "End.")])
    let world = scenario.executor.world
    let first = host(scenario) {
      do { try await world.sleep(.seconds(60)) } catch { return .deny("nobody answered") }
      return .allow
    }
    let second = host(scenario) { .allow }
    try scenario.run {
      let port = try await first.open(OpenRequest(source: .new))
      _ = await port.submit(Scenario.say("go", key: "1"))
      try await world.sleep(.seconds(1))
      await port.close()
      _ = try await second.open(OpenRequest(source: .resume(port.id)))
    }
    #expect(scenario.stage { $0.effects } == ["once a": 1])
    withExtendedLifetime((first, second)) {}
  }
}
