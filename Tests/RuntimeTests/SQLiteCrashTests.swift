import Events
import Platform
import Store
import Testing
import Wire

@testable import Runtime

/// The crash loop on the store that people use.
@Suite struct SQLiteCrashTests {
  @Test func dyingAtEveryPointOnSQLiteLosesNothing() throws {
    var fuse = 1
    var isLast = false
    while !isLast {
      let directory = try TemporaryDirectory()
      let first = try SQLiteStore(directory: directory.path, access: .readWrite)
      let scenario = Scenario(CrashLoopTests.steps, store: first)
      let (session, _) = scenario.process(nil, fuse: fuse, CrashLoopTests.inputs)
      let id = try #require(session?.id)
      isLast = !scenario.stage.isBlown
      let before = try scenario.log(id)
      let (again, _) = scenario.process(before.isEmpty ? nil : id, CrashLoopTests.inputs)
      let last = try #require(again)
      let note = Comment(rawValue: "fuse \(fuse)")
      try checkLaws(scenario, last, note)
      checkFacts(try scenario.log(last.id), note)
      #expect(try scenario.log(last.id).starts(with: before), note)
      #expect(scenario.stage { $0.effects["command make"] } == 1, note)
      #expect(try first.verify() == [], note)
      fuse += 1
    }
    #expect(fuse > 40)
  }

  @Test func atMostFourCommitsAToolStep() throws {
    let steps = (1...20).map { Step(calls: [("look", ["name": .string("\($0)")])]) }
    let counts = [10, 20].map { count in
      Scenario(Array(steps.prefix(count)) + [Step(text: "end")]).process(nil) { session in
        _ = await session.submit(Scenario.say("go", key: "1"))
      }.commits
    }
    #expect(counts[1] - counts[0] <= 40, "ten more steps took \(counts[1] - counts[0]) commits")
  }

  /// The cost of a prompt does not grow with the length of the session.
  @Test func aLateInputCostsWhatAnEarlyOneDid() throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(directory: directory.path, access: .readWrite)
    var scenario = Scenario([], store: store)
    scenario.driver = RepeatingModel()
    var id: SessionID?
    func cost(of inputs: ClosedRange<Int>) -> (commits: Int, bytes: Int) {
      let before = store.statistics()
      let (session, _) = scenario.process(id) { session in
        for number in inputs {
          _ = await session.submit(Scenario.say("the same input", key: "\(1000 + number)"))
        }
      }
      id = session?.id
      let after = store.statistics()
      return (after.commits - before.commits, after.bytes - before.bytes)
    }
    _ = cost(of: 1...4)
    let early = cost(of: 5...5)
    for part in 0..<5 { _ = cost(of: (part * 98 + 6)...(part * 98 + 103)) }
    _ = cost(of: 496...499)
    let late = cost(of: 500...500)
    #expect(early.commits == late.commits)
    let ratio = Double(late.bytes) / Double(early.bytes)
    #expect((0.8...1.2).contains(ratio), "bytes grew by \(ratio)")
    let asked = try scenario.log(try #require(id)).filter { $0.fact.type == "input.message" }
    #expect(asked.count == 500)
  }
}

/// A directory that is removed with its owner.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws { path = try Files.makeTemporaryDirectory("yolo-test") }

  deinit {
    // What cannot be removed is left to the system's own cleaning of /tmp.
    try? Files.removeTree(path)
  }
}
