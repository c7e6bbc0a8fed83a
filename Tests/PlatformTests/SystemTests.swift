import Glibc
import Synchronization
import Testing

@testable import Platform

private actor Worker {
  let thread: LogThread
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
  let log: Recorder

  init(_ thread: LogThread, _ log: Recorder) {
    self.thread = thread
    self.log = log
  }

  func note(_ number: Int) {
    thread.checkIsolated()
    log.entries.withLock { $0.append((number, pthread_self())) }
  }

  func block(reading fd: Int32) throws -> [UInt8] { try StandardStreams.read(fd, count: 1) }
}

private final class Recorder: Sendable {
  let entries = Mutex<[(number: Int, thread: pthread_t)]>([])
}

@Suite struct LogThreadTests {
  @Test func actorsShareOneThreadInOrder() async throws {
    let thread = try LogThread()
    let log = Recorder()
    let workers = [Worker(thread, log), Worker(thread, log)]
    for number in 0..<500 { await workers[number % 2].note(number) }
    let entries = log.entries.withLock { $0 }
    #expect(entries.map(\.number) == Array(0..<500))
    #expect(Set(entries.map(\.thread)).count == 1)
    #expect(entries.allSatisfy { $0.thread != pthread_self() })
    #expect(thread.isIsolatingCurrentContext() == false)
  }

  @Test func manyCallersLoseNothing() async throws {
    let thread = try LogThread()
    let log = Recorder()
    let workers = [Worker(thread, log), Worker(thread, log)]
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<2000 { group.addTask { await workers[number % 2].note(number) } }
    }
    #expect(log.entries.withLock { $0.map(\.number).sorted() } == Array(0..<2000))
  }

  /// As many blocked log threads as the pool could have threads, and the pool still works.
  @Test func blockingDoesNotStarveThePool() async throws {
    let log = Recorder()
    let pipe = try Descriptor.pipe()
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<64 {
        let worker = Worker(try LogThread(), log)
        group.addTask { try await worker.block(reading: pipe.read.raw) }
      }
      // Only a pool with a free thread gets to unblock them.
      let sum = await withTaskGroup(of: Int.self) { pool in
        for number in 0..<100 { pool.addTask { number } }
        return await pool.reduce(0, +)
      }
      #expect(sum == 4950)
      try StandardStreams.write(pipe.write.raw, [UInt8](repeating: 9, count: 64))
      for try await bytes in group { #expect(bytes == [9]) }
    }
  }

  @Test func tasksCanPreferIt() async throws {
    let thread = try LogThread()
    let inside = await Task(executorPreference: thread) {
      thread.isIsolatingCurrentContext()
    }.value
    #expect(inside == true)
  }
}

@Suite struct PokeTests {
  @Test func everyListenerWakes() async throws {
    let scratch = try Scratch()
    // Longer than a socket address can hold.
    let directory = scratch(String(repeating: "x", count: 150))
    let sockets = [try PokeSocket(directory: directory), try PokeSocket(directory: directory)]
    PokeSocket.poke(directory: directory)
    for socket in sockets {
      var wakes = socket.wakes.makeAsyncIterator()
      #expect(await wakes.next() != nil)
    }
  }

  @Test func manyPokesAreFewWakes() async throws {
    let scratch = try Scratch()
    let socket = try PokeSocket(directory: scratch.path)
    for _ in 0..<5000 { PokeSocket.poke(directory: scratch.path) }
    var wakes = socket.wakes.makeAsyncIterator()
    #expect(await wakes.next() != nil)
    PokeSocket.poke(directory: scratch.path)
    #expect(await wakes.next() != nil)
  }

  @Test func deadSocketsAreRemoved() async throws {
    let scratch = try Scratch()
    let path = scratch.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let socket = try PokeSocket(directory: path)
      withExtendedLifetime(socket) { _ = kill(getpid(), SIGKILL) }
    }
    #expect(try Files.list(path).count == 1)
    PokeSocket.poke(directory: path)
    #expect(try Files.list(path) == [])
    PokeSocket.poke(directory: scratch("none"))
  }

  @Test func aReleasedSocketLeavesNothing() async throws {
    let scratch = try Scratch()
    var socket: PokeSocket? = try PokeSocket(directory: scratch.path)
    let wakes = socket?.wakes
    #expect(try Files.list(scratch.path).count == 1)
    socket = nil
    #expect(try Files.list(scratch.path) == [])
    if let wakes { for await _ in wakes { Issue.record("woken by nobody") } }
  }
}

@Suite(.serialized) struct SignalTests {
  @Test func everyDeliveryArrives() async throws {
    var signals = try Signals.stream([SIGUSR1, SIGUSR2]).makeAsyncIterator()
    for signal in [SIGUSR1, SIGUSR1, SIGUSR2, SIGUSR1] {
      kill(getpid(), signal)
      #expect(await signals.next() == signal)
    }
  }

  @Test func aClosedPipeIsAnErrorAndNotTheEnd() throws {
    try Signals.ignoreFailedWrites()
    let end = try { try Descriptor.pipe().write }()
    expect(.brokenPipe) { try StandardStreams.write(end.raw, [1]) }
  }
}

@Suite struct ClockTests {
  @Test func clocksAndEntropy() throws {
    // 2026-01-01; and microseconds, not milli- or nanoseconds.
    #expect((1_767_225_600_000_000..<5_000_000_000_000_000).contains(SystemClock.now()))
    let first = SystemClock.monotonic()
    #expect(SystemClock.monotonic() >= first)
    #expect(try Entropy.bytes(0) == [])
    #expect(try Set((0..<100).map { _ in try Entropy.bytes(16) }).count == 100)
    #expect(try Entropy.hex(3).count == 6)
    let null = try Descriptor.open("/dev/null", O_RDONLY)
    #expect(!Terminal.isTerminal(null.raw))
  }

  @Test func streamsAreReadToTheirLimit() throws {
    let pipe = try Descriptor.pipe()
    try StandardStreams.write(pipe.write.raw, [1, 2, 3])
    expect(.tooLarge) {
      try pipe.read.setNonBlocking()
      return try StandardStreams.readAll(pipe.read.raw, limit: 2)
    }
  }
}
