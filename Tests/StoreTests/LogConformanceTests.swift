import Events
import Runtime
import Testing
import Wire

/// What `Store` promises about events and their projection.
@Suite struct LogConformanceTests {
  let directory: TemporaryDirectory
  let session = Sample.session(1)

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: StoreKind.allCases)
  func anUnknownSessionIsEmpty(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    #expect(try store.events(of: session, after: 0, limit: 10) == [])
    #expect(try store.summary(of: session) == nil)
    #expect(try store.sessions(in: nil) == [])
    #expect(try store.inbox(of: session) == [])
  }

  @Test(arguments: StoreKind.allCases)
  func eventsComeBackAsTheyWentIn(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    let facts: [Fact] = [
      .noticeRaised(
        NoticeRaised(
          level: .error, text: "a\u{0}b \u{1F468}\u{200D}\u{1F469} e\u{301} \u{FFFD} \"\\\n")),
      .sessionStarted(
        SessionStarted(
          cwd: "/work", roots: ["/a", "/b"], provider: "p", model: "m", yoloVersion: "1",
          origin: Origin(sessionID: Sample.session(9), sequence: 3, kind: .fork))),
      .unknown(
        UnknownFact(type: "later.thing", data: ["n": 1, "x": 1.0, "deep": [[], [:], nil]])),
      .noticeRaised(NoticeRaised(level: .info, text: "")),
    ]
    var events = facts.enumerated().map { Sample.event(session, $0.offset + 1, $0.element) }
    events[1].context = EventContext(
      turnID: Sample.id(1), inputMessageID: Sample.id(2), execID: Sample.id(3))
    events[2].context = EventContext()
    events[3].time = Timestamp(microseconds: -1)
    try store.append(
      Batch(
        session: session, expectedLast: 0, events: events, summary: Sample.summary(session)))
    #expect(try store.events(of: session, after: 0, limit: 10) == events)
  }

  @Test(arguments: StoreKind.allCases)
  func pagesAreInSequence(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    try store.append(Sample.batch(session, 1...3))
    try store.append(Sample.batch(session, 4...5))
    let all = Sample.events(session, 1...5)
    #expect(try store.events(of: session, after: 0, limit: 100) == all)
    #expect(try store.events(of: session, after: 0, limit: 2) == Array(all[0..<2]))
    #expect(try store.events(of: session, after: 2, limit: 2) == Array(all[2..<4]))
    #expect(try store.events(of: session, after: 4, limit: 2) == Array(all[4...]))
    #expect(try store.events(of: session, after: 5, limit: 2) == [])
    #expect(try store.events(of: session, after: 2, limit: 0) == [])
  }

  @Test(arguments: StoreKind.allCases)
  func tenThousandEventsComeBack(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    for start in stride(from: 1, through: 10_000, by: 500) {
      try store.append(Sample.batch(session, start...(start + 499)))
    }
    #expect(
      try store.events(of: session, after: 0, limit: 20_000) == Sample.events(session, 1...10_000))
  }

  @Test(arguments: StoreKind.allCases, [1, 3])
  func aBatchThatDoesNotFollowChangesNothing(kind: StoreKind, expectedLast: Int) throws {
    let store = try kind.make(in: directory)
    try store.append(Sample.batch(session, 1...2))
    try store.post(Sample.prompt("hi", key: "k"), to: session)
    let inbox = try store.inbox(of: session)
    let summary = try store.summary(of: session)
    var batch = Sample.batch(session, (expectedLast + 1)...(expectedLast + 2))
    batch.summary.title = "never"
    batch.consumed = inbox.map(\.id)
    #expect { try store.append(batch) } throws: { ($0 as? StoreError)?.code == .conflict }
    #expect(try store.events(of: session, after: 0, limit: 10) == Sample.events(session, 1...2))
    #expect(try store.summary(of: session) == summary)
    #expect(try store.inbox(of: session) == inbox)
    try store.append(Sample.batch(session, 3...3))
  }

  @Test(arguments: StoreKind.allCases)
  func anEventIsRecordedOnce(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    try store.append(Sample.batch(session, 1...1))
    var batch = Sample.batch(session, 2...3)
    batch.events[1].id = Sample.event(session, 1).id
    #expect { try store.append(batch) } throws: { ($0 as? StoreError)?.code == .io }
    #expect(try store.events(of: session, after: 0, limit: 10) == Sample.events(session, 1...1))
  }

  @Test(arguments: StoreKind.allCases)
  func sessionsDoNotMix(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    let other = Sample.session(2)
    try store.append(Sample.batch(session, 1...2))
    try store.append(Sample.batch(other, 1...3))
    try store.append(Sample.batch(session, 3...3))
    #expect(try store.events(of: session, after: 0, limit: 10) == Sample.events(session, 1...3))
    #expect(try store.events(of: other, after: 0, limit: 10) == Sample.events(other, 1...3))
  }

  @Test(arguments: StoreKind.allCases)
  func theProjectionIsTheLastOne(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    try store.append(Sample.batch(session, 1...1))
    var batch = Sample.batch(session, 2...2)
    batch.summary = SessionSummary(
      id: session, kind: .oneShot, title: "a\u{0}b \u{1F600}", cwd: "/work/\u{E9}", provider: "p",
      model: "m", status: .idle, messages: 7,
      usage: Usage(
        inputTokens: 1, outputTokens: 2, cacheReadTokens: 3, cacheCreationTokens: 4,
        reasoningTokens: 5, estimatedCostUSD: 0.125),
      createdAt: Sample.start, updatedAt: Sample.start.adding(.microseconds(1)),
      origin: Origin(sessionID: Sample.session(5), sequence: 2, kind: .child))
    try store.append(batch)
    #expect(try store.summary(of: session) == batch.summary)
    #expect(try store.sessions(in: nil) == [batch.summary])
  }

  @Test(arguments: StoreKind.allCases)
  func listsAreNewestFirstAndByDirectory(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    let summaries = [(1, "/a", 5), (2, "/b", 9), (3, "/a", 7), (4, "/a/b", 1), (5, "/a", 7)].map {
      Sample.summary(Sample.session($0.0), cwd: $0.1, updated: $0.2)
    }
    for summary in summaries { try store.append(Sample.projection(summary)) }
    let numbers = { (list: [SessionSummary]) in
      list.map { summary in summaries.firstIndex(of: summary).map { $0 + 1 } }
    }
    #expect(numbers(try store.sessions(in: nil)) == [2, 5, 3, 1, 4])
    #expect(numbers(try store.sessions(in: "/a")) == [5, 3, 1])
    #expect(numbers(try store.sessions(in: "/none")) == [])
  }

  @Test(arguments: StoreKind.allCases)
  func tasksMayUseOneStoreAtOnce(kind: StoreKind) async throws {
    let store = try kind.make(in: directory)
    try await withThrowingTaskGroup { group in
      for number in 1...8 {
        group.addTask {
          for sequence in 1...20 {
            try store.append(Sample.batch(Sample.session(number), sequence...sequence))
          }
        }
      }
      try await group.waitForAll()
    }
    for number in 1...8 {
      let session = Sample.session(number)
      #expect(
        try store.events(of: session, after: 0, limit: 100) == Sample.events(session, 1...20))
    }
  }
}

/// What a caller must not do; both stores stop the program at the same check.
@Suite struct BatchCheckTests {
  @Test func aBatchOfAnotherPlaceOrSessionStopsTheProgram() async {
    await #expect(processExitsWith: .failure) {
      var batch = Sample.batch(Sample.session(1), 1...2)
      batch.expectedLast = 1
      batch.requireWellFormed()
    }
    await #expect(processExitsWith: .failure) {
      var batch = Sample.batch(Sample.session(1), 1...2)
      batch.events[1].sessionID = Sample.session(2)
      batch.requireWellFormed()
    }
    await #expect(processExitsWith: .failure) {
      var batch = Sample.batch(Sample.session(1), 1...2)
      batch.summary.id = Sample.session(2)
      batch.requireWellFormed()
    }
    Sample.batch(Sample.session(1), 3...4).requireWellFormed()
  }
}
