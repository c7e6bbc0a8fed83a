import Events
import Synchronization
import Testing
import Wire

@testable import Runtime

/// How a host gets hold of sessions: again, at the same time, after failures.
@Suite struct OpeningTests {
  private func host(_ scenario: Scenario, _ store: (any Store)? = nil) -> Host {
    Builder(world: scenario.executor.world).store(store ?? scenario.store).model(scenario.model)
      .tool(OnceTool(stage: scenario.stage))
      .session { ($0.provider, $0.model) = ("scripted", "m") }.build()
  }

  /// A session with one finished turn, let go again.
  private func finished(_ scenario: Scenario) throws -> SessionID {
    let (session, _) = scenario.process(nil) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    return try #require(session).id
  }

  @Test func openingASessionTwiceAtOnceGivesTheSameOne() throws {
    let scenario = Scenario([])
    let id = try finished(scenario)
    let host = host(scenario)
    let request = OpenRequest(source: .resume(id), contention: .fail)
    let isSame = try scenario.run {
      async let one = host.open(request)
      async let two = host.open(request)
      return try await one as? Session === two as? Session
    }
    #expect(isSame)
  }

  @Test func aClosedSessionCanBeOpenedAgain() throws {
    let scenario = Scenario([])
    let id = try finished(scenario)
    let host = host(scenario)
    let text = try scenario.run {
      let port = try await host.open(OpenRequest(source: .resume(id)))
      await port.close()
      return try await host.run("again", in: id).text
    }
    #expect(text == "done")
  }

  @Test func aSessionCanBeOpenedAgainWhenTheDiskHasRoomAgain() throws {
    let scenario = Scenario([])
    let id = try finished(scenario)
    let store = FailingStore(scenario.store)
    let host = host(scenario, store)
    let text = try scenario.run {
      _ = try await host.open(OpenRequest(source: .resume(id)))
      store.isFull.withLock { $0 = true }
      await #expect(throws: HostError.self) { _ = try await host.run("lost", in: id) }
      store.isFull.withLock { $0 = false }
      return try await host.run("again", in: id).text
    }
    #expect(text == "done")
  }

  @Test func aSessionThatCouldNotBeResumedIsLetGo() throws {
    let scenario = Scenario([Step(text: "a b c d e f")])
    let (session, _) = scenario.process(nil, fuse: 12) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
    }
    let id = try #require(session).id
    let store = FailingStore(scenario.store)
    scenario.stage.startProcess(fuse: nil)
    let host = host(scenario, store)
    let request = OpenRequest(source: .resume(id), contention: .fail)
    let isOpen = try scenario.run {
      store.isFull.withLock { $0 = true }
      await #expect(throws: StoreError.self) { _ = try await host.open(request) }
      store.isFull.withLock { $0 = false }
      return try await host.open(request) is Session
    }
    #expect(isOpen)
  }

  @Test func lookingDrivesNothingThoughAnInputWaitsInTheInbox() throws {
    let scenario = Scenario([])
    let id = try finished(scenario)
    try scenario.store.post(Scenario.say("from elsewhere", key: "2"), to: id)
    let asked = scenario.model.requests.withLock { $0.count }
    let host = host(scenario)
    let queued = try scenario.run {
      let port = try await host.open(OpenRequest(source: .resume(id), continuing: .never))
      return await (port as? Session)?.state.queue.count
    }
    #expect(queued == 1)
    #expect(scenario.model.requests.withLock { $0.count } == asked)
  }

  @Test func anInputOfOnesOwnIsAnsweredInASessionThatWasOnlyLookedAt() throws {
    let scenario = Scenario([])
    let id = try finished(scenario)
    let host = host(scenario)
    let text = try scenario.run {
      _ = try await host.open(OpenRequest(source: .resume(id), continuing: .never))
      return try await host.run("go on", in: id).text
    }
    #expect(text == "done")
  }

  @Test func aCommandPostedWhileTheDriverComesUpIsHeard() throws {
    let scenario = Scenario([])
    let id = try finished(scenario)
    let store = FailingStore(scenario.store)
    store.posting.withLock { $0 = Scenario.say("just in time", key: "2") }
    let host = host(scenario, store)
    try scenario.run { _ = try await host.open(OpenRequest(source: .resume(id))) }
    #expect(try store.inbox(of: id) == [])
    withExtendedLifetime(host) {}
  }

  @Test func aForkLeavesQueuedInputsToTheOriginal() throws {
    let scenario = Scenario([Step(text: "a b c d e f")])
    let (session, _) = scenario.process(nil, fuse: 20) { session in
      _ = await session.submit(Scenario.say("go", key: "1"))
      _ = await session.submit(Scenario.say("deploy", key: "2", .followUp))
    }
    let id = try #require(session).id
    scenario.stage.startProcess(fuse: nil)
    let asked = scenario.model.requests.withLock { $0.count }
    let host = host(scenario)
    try scenario.run { _ = try await host.open(OpenRequest(source: .fork(id, at: nil))) }
    #expect(scenario.model.requests.withLock { $0.count } == asked)
    withExtendedLifetime(host) {}
  }
}

/// A store whose disk can be full, and to whose session somebody posts as its driver comes up.
final class FailingStore: Store {
  private let inner: any Store
  let isFull = Mutex(false)
  let posting = Mutex<Command?>(nil)

  init(_ inner: any Store) { self.inner = inner }

  func own(_ session: SessionID) throws -> (any Ownership)? { try inner.own(session) }

  func append(_ batch: Batch) throws {
    if isFull.withLock({ $0 }) { throw StoreError(code: .diskFull, message: "the disk is full") }
    try inner.append(batch)
  }

  func events(of session: SessionID, after sequence: Int, limit: Int) throws -> [Event] {
    try inner.events(of: session, after: sequence, limit: limit)
  }

  func sessions(in directory: String?) throws -> [SessionSummary] {
    try inner.sessions(in: directory)
  }

  func summary(of session: SessionID) throws -> SessionSummary? {
    try inner.summary(of: session)
  }

  func post(_ command: Command, to session: SessionID) throws {
    try inner.post(command, to: session)
  }

  func inbox(of session: SessionID) throws -> [InboxEntry] { try inner.inbox(of: session) }

  func wakeups(of session: SessionID) throws -> AsyncStream<Void> {
    if let command = posting.withLock({ $0.take() }) { try inner.post(command, to: session) }
    return try inner.wakeups(of: session)
  }

  func putBlob(_ bytes: [UInt8], mediaType: String) throws -> String {
    try inner.putBlob(bytes, mediaType: mediaType)
  }

  func blob(_ hash: String) throws -> [UInt8]? { try inner.blob(hash) }

  func appendScratch(
    _ bytes: [UInt8], of message: MessageID, in session: SessionID
  ) throws {
    try inner.appendScratch(bytes, of: message, in: session)
  }

  func scratch(of message: MessageID, in session: SessionID) throws -> [UInt8]? {
    try inner.scratch(of: message, in: session)
  }

  func dropScratch(of message: MessageID, in session: SessionID) throws {
    try inner.dropScratch(of: message, in: session)
  }

  func attemptDirectory(of call: CallID, attempt: Int, in session: SessionID) -> String {
    inner.attemptDirectory(of: call, attempt: attempt, in: session)
  }
}
