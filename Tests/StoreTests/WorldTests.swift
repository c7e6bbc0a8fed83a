import Events
import Store
import Testing
import Wire

/// The machine as the library hands it out.
@Suite struct WorldTests {
  let world = World.system(driver: "tests")

  @Test func timesAreWholeMillisecondsSoThatTheySurviveBeingStored() {
    let time = world.now()
    #expect(Timestamp(rfc3339: time.rfc3339) == time)
    #expect(time > Sample.start)
  }

  @Test func idsAreAllDifferent() {
    let ids = (0..<1000).map { _ -> EventID in world.newID() }
    #expect(Set(ids).count == 1000)
    #expect(Set(ids.map(\.short)).count > 900, "the end of an id is random")
  }

  @Test func theClockRunsAndSleepEnds() async throws {
    let before = world.monotonic()
    try await world.sleep(.milliseconds(1))
    #expect(world.monotonic() - before >= .milliseconds(1))
  }

  @Test(.timeLimit(.minutes(1)))
  func aCancelledSleepThrows() async {
    let world = world
    let sleeper = Task { try await world.sleep(.seconds(3600)) }
    sleeper.cancel()
    await #expect(throws: CancellationError.self) { try await sleeper.value }
  }

  @Test func everyWorldHasTheSameLogThread() {
    let other = World.system(driver: "other")
    #expect(other.driver == "other")
    #expect(world.executor === other.executor)
  }
}
