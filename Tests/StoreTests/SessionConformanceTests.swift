import Events
import Platform
import Runtime
import Testing

/// What `Store` promises about owners, inboxes and wake-ups.
@Suite struct SessionConformanceTests {
  let directory: TemporaryDirectory
  let session = Sample.session(1)

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: StoreKind.allCases)
  func anOwnerIsTheOnlyOne(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    let owner = try #require(try store.own(session))
    #expect(try store.own(session) == nil)
    #expect(try store.own(Sample.session(2)) != nil)
    owner.release()
    let next = try #require(try store.own(session))
    owner.release()
    #expect(try store.own(session) == nil, "letting go twice must not free the next owner")
    withExtendedLifetime(next) {}
  }

  @Test(arguments: StoreKind.allCases)
  func theLastReferenceLetsGo(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    var owner = try store.own(session)
    #expect(owner != nil)
    owner = nil
    #expect(try store.own(session) != nil)
  }

  @Test(arguments: StoreKind.allCases)
  func anOpenTurnIsRunningOnlyWithAnOwner(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    let idle = Sample.session(2)
    try store.append(Sample.projection(Sample.summary(session, status: .running)))
    try store.append(Sample.projection(Sample.summary(idle)))
    func statuses() throws -> [SessionSummary.Status?] {
      let list = try store.sessions(in: nil)
      return try [session, idle].flatMap { id in
        [try store.summary(of: id)?.status, list.first { $0.id == id }?.status]
      }
    }
    #expect(try statuses() == [.interrupted, .interrupted, .idle, .idle])
    let owners = [try store.own(session), try store.own(idle)]
    #expect(try statuses() == [.running, .running, .idle, .idle])
    for owner in owners { owner?.release() }
    #expect(try statuses() == [.interrupted, .interrupted, .idle, .idle])
  }

  @Test(arguments: StoreKind.allCases)
  func commandsArriveInOrder(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    let commands: [Command] = [
      Sample.prompt("first \u{1F600}", key: "a"), .interrupt(.turn),
      .interrupt(.call(Sample.id(1))),
      .withdraw(key: "a"), .retryNow, .set(.effort(nil)), .rename(title: "t"),
      .interrupt(.turn), .withdraw(key: "a"),
    ]
    for command in commands { try store.post(command, to: session) }
    try store.post(.retryNow, to: Sample.session(2))
    let inbox = try store.inbox(of: session)
    #expect(inbox.map(\.command) == commands)
    #expect(zip(inbox, inbox.dropFirst()).allSatisfy { $0.id < $1.id })
    #expect(try store.inbox(of: Sample.session(2)).map(\.command) == [.retryNow])
  }

  @Test(arguments: StoreKind.allCases)
  func anInputWaitsOnlyOnce(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    let (first, again) = (Sample.prompt("one", key: "k"), Sample.prompt("two", key: "k"))
    try store.post(first, to: session)
    try store.post(again, to: session)
    try store.post(again, to: Sample.session(2))
    #expect(try store.inbox(of: session).map(\.command) == [first])
    #expect(try store.inbox(of: Sample.session(2)).map(\.command) == [again])
  }

  @Test(arguments: StoreKind.allCases)
  func anAppendTakesWhatItAnswersFromTheInbox(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    let other = Sample.session(2)
    for title in ["a", "b", "c"] { try store.post(.rename(title: title), to: session) }
    try store.post(.retryNow, to: other)
    let ids = try store.inbox(of: session).map(\.id)
    var batch = Sample.batch(session, 1...1)
    // Another session's entry is not this one's to take.
    batch.consumed = [ids[0], ids[2]] + (try store.inbox(of: other).map(\.id))
    try store.append(batch)
    #expect(try store.inbox(of: session) == [InboxEntry(id: ids[1], command: .rename(title: "b"))])
    #expect(try store.inbox(of: other).map(\.command) == [.retryNow])
    try store.post(.rename(title: "d"), to: session)
    let last = try #require(try store.inbox(of: session).last)
    #expect(last.id > ids[2] + 1, "an id is never used again")
  }

  @Test(.timeLimit(.minutes(1)), arguments: StoreKind.allCases)
  func commitsAndCommandsWakeEverySubscriber(kind: StoreKind) async throws {
    let store = try kind.make(in: directory)
    let streams = [try store.wakeups(of: session), try store.wakeups(of: session)]
    try store.append(Sample.batch(session, 1...1))
    for stream in streams { #expect(await stream.first { true } != nil) }
    try store.post(.retryNow, to: session)
    for stream in streams { #expect(await stream.first { true } != nil) }
  }

  @Test(.timeLimit(.minutes(1)), arguments: StoreKind.allCases)
  func noWakeIsLostWhileNobodyReads(kind: StoreKind) async throws {
    let store = try kind.make(in: directory)
    let stream = try store.wakeups(of: session)
    for sequence in 1...200 { try store.append(Sample.batch(session, sequence...sequence)) }
    #expect(await stream.first { true } != nil)
    try store.append(Sample.batch(session, 201...201))
    #expect(await stream.first { true } != nil)
  }

  @Test(.timeLimit(.minutes(1)), arguments: StoreKind.allCases)
  func aCancelledConsumerEndsItsSubscription(kind: StoreKind) async throws {
    let store = try kind.make(in: directory)
    let stream = try store.wakeups(of: session)
    let consumer = Task { for await _ in stream {} }
    consumer.cancel()
    await consumer.value
    #expect(await stream.first { true } == nil)
  }
}
