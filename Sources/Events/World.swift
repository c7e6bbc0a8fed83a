public import Wire

/// Everything the runtime may ask of the machine it runs on; tests script it.
public struct World: Sendable {
  public var now: @Sendable () -> Timestamp
  /// Time since some fixed moment; never jumps.
  public var monotonic: @Sendable () -> Duration
  public var random: @Sendable () -> (UInt64, UInt64)
  /// Throws `CancellationError` when its task is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void
  /// Where every session runs: one thread on which a commit may block.
  public var executor: any SerialExecutor
  /// Where everything else runs; nil is the ordinary pool.
  public var pool: (any TaskExecutor)?
  /// The process, for people: a name and its pid.
  public var driver: String

  public init(
    now: @escaping @Sendable () -> Timestamp, monotonic: @escaping @Sendable () -> Duration,
    random: @escaping @Sendable () -> (UInt64, UInt64),
    sleep: @escaping @Sendable (Duration) async throws -> Void, executor: any SerialExecutor,
    pool: (any TaskExecutor)? = nil, driver: String
  ) {
    self.now = now
    self.monotonic = monotonic
    self.random = random
    self.sleep = sleep
    self.executor = executor
    self.pool = pool
    self.driver = driver
  }

  /// A new id of the kind the caller asks for.
  public func newID<Kind>() -> Identifier<Kind> { Identifier(time: now(), random: random()) }
}
