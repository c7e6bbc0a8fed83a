import Events
import Platform
import Runtime
import Testing

@testable import Store

/// Two stores on one directory, as two processes have them.
@Suite struct TwoStoresTests {
  let directory: TemporaryDirectory
  let session = Sample.session(1)
  let first: SQLiteStore
  let second: SQLiteStore

  init() throws {
    directory = try TemporaryDirectory()
    first = try open(directory)
    second = try open(directory)
  }

  @Test func eachSeesWhatTheOtherCommitted() throws {
    try first.append(Sample.batch(session, 1...2))
    #expect(try second.events(of: session, after: 0, limit: 9) == Sample.events(session, 1...2))
    try second.post(.retryNow, to: session)
    #expect(try first.inbox(of: session).map(\.command) == [.retryNow])
    let hash = try first.putBlob([1], mediaType: "text/plain")
    #expect(try second.blob(hash) == [1])
    try first.appendScratch([7], of: Sample.id(1), in: session)
    #expect(try second.scratch(of: Sample.id(1), in: session) == [7])
  }

  @Test func theSecondToAppendIsRefused() throws {
    try first.append(Sample.batch(session, 1...1))
    #expect(try code { try second.append(Sample.batch(session, 1...1)) } == .conflict)
    try second.append(Sample.batch(session, 2...2))
    #expect(try code { try first.append(Sample.batch(session, 2...2)) } == .conflict)
  }

  @Test func onlyOneOfThemOwnsASession() throws {
    let owner = try #require(try first.own(session))
    #expect(try second.own(session) == nil)
    owner.release()
    #expect(try second.own(session) != nil)
  }

  @Test func runningMeansOwnedByAnybody() throws {
    try first.append(Sample.projection(Sample.summary(session, status: .running)))
    #expect(try second.summary(of: session)?.status == .interrupted)
    let owner = try #require(try first.own(session))
    #expect(try second.sessions(in: nil).map(\.status) == [.running])
    owner.release()
    #expect(try second.sessions(in: nil).map(\.status) == [.interrupted])
  }

  @Test(.timeLimit(.minutes(1)))
  func lookingAtTheListDoesNotKeepAnybodyFromOwning() async throws {
    try first.append(Sample.projection(Sample.summary(session, status: .running)))
    let store = second
    let looking = Task.detached {
      while !Task.isCancelled { _ = try store.sessions(in: nil) }
    }
    for _ in 0..<500 {
      let owner = try first.own(session)
      #expect(owner != nil)
      owner?.release()
    }
    looking.cancel()
    try await looking.value
  }

  @Test(.timeLimit(.minutes(1)))
  func eachIsWokenByTheOther() async throws {
    let stream = try second.wakeups(of: session)
    try first.append(Sample.batch(session, 1...1))
    #expect(await stream.first { true } != nil)
    try first.post(.retryNow, to: session)
    #expect(await stream.first { true } != nil)
  }

  @Test func anEndedSubscriptionLeavesNoSocket() throws {
    let sockets = { try Files.list(first.directory.pokes(of: session)).count }
    let kept = try second.wakeups(of: session)
    var dropped: AsyncStream<Void>? = try second.wakeups(of: session)
    #expect(dropped != nil)
    #expect(try sockets() == 2)
    dropped = nil
    #expect(try sockets() == 1)
    withExtendedLifetime(kept) {}
  }

  @Test func bothAppendAtTheSameTime() async throws {
    try await withThrowingTaskGroup { group in
      for (number, store) in [first, second, first, second].enumerated() {
        group.addTask {
          for sequence in 1...50 {
            try store.append(Sample.batch(Sample.session(number), sequence...sequence))
          }
        }
      }
      try await group.waitForAll()
    }
    for number in 0..<4 {
      let session = Sample.session(number)
      #expect(
        try first.events(of: session, after: 0, limit: 99) == Sample.events(session, 1...50))
    }
    #expect(try second.verify() == [])
  }

  @Test func manyMayMakeTheDatabaseAtTheSameTime() async throws {
    for round in 0..<10 {
      let path = "\(directory.path)/round\(round)"
      try await withThrowingTaskGroup { group in
        for number in 0..<6 {
          group.addTask {
            let store = try SQLiteStore(directory: path, access: .readWrite)
            try store.append(Sample.batch(Sample.session(number), 1...1))
          }
        }
        try await group.waitForAll()
      }
      let store = try SQLiteStore(directory: path, access: .readWrite)
      #expect(try store.sessions(in: nil).count == 6)
    }
  }

  @Test func aLockedDatabaseIsBusy() throws {
    let patient = try Connection(first.directory.database, .readWrite)
    let impatient = try Connection(first.directory.database, .readWrite, busyTimeout: 0)
    let error = try patient.transaction { () throws(StoreError) -> StoreError? in
      do throws(StoreError) { try impatient.transaction {} } catch { return error }
      return nil
    }
    #expect(error?.code == .busy)
    #expect(error?.message.contains("end that process or try again") == true)
    try impatient.transaction {}
  }
}
