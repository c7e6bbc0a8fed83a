import CPlatform
import Glibc

/// What came of a program that was run to its end.
package struct SubprocessResult: Sendable, Equatable {
  package enum End: Sendable, Equatable {
    case exited(Int32)
    case signalled(Int32)
    case timedOut
    /// It wrote more than the limit and was killed.
    case outputLimit
  }

  package var end: End
  package var output: [UInt8]
  package var errors: [UInt8]

  /// Whether it exited with status 0.
  package var succeeded: Bool { end == .exited(0) }
}

/// Runs short programs and collects what they print. For commands of a session see `Commands`.
package enum Subprocess {
  /// How long output is still read after the program has ended while others hold its pipes.
  package static let linger = Duration.milliseconds(250)

  /// Runs a program to its end, in its own process session.
  ///
  /// The program is searched in the PATH of `environment`. At the end of the time, on too much
  /// output and when the task is cancelled its process group is killed. Processes it left in the
  /// background are killed with it; those that made a process session of their own are not.
  ///
  /// Limits: `outputLimit` bytes each for output and errors.
  /// Failure: a program that cannot be started, a cancelled task (`.cancelled`).
  @concurrent package static func run(
    _ argv: [String], environment: [String: String], directory: String? = nil,
    input: [UInt8] = [], timeLimit: Duration, outputLimit: Int
  ) async throws(PlatformError) -> SubprocessResult {
    guard let name = argv.first else { throw PlatformError(.invalid, "there is no program to run") }
    let searchPath = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    guard let program = Paths.program(name, searchPath: searchPath) else {
      throw PlatformError(.notFound, "could not start \(name): it was not found in \(searchPath)")
    }
    let child = try start(program, argv, environment, directory, input)
    return try await child.collect(timeLimit: timeLimit, outputLimit: outputLimit)
  }

  /// A function of its own, so that the child's ends are closed here when it returns.
  private static func start(
    _ program: String, _ argv: [String], _ environment: [String: String], _ directory: String?,
    _ input: [UInt8]
  ) throws(PlatformError) -> Child {
    let stdin = try Descriptor.memory(input)
    let output = try Descriptor.pipe()
    let errors = try Descriptor.pipe()
    for end in [output.read, errors.read] { try end.setNonBlocking() }
    let pid = try Spawn.start(
      program: program, argv: argv, environment: environment, directory: directory,
      descriptors: [stdin.raw, output.write.raw, errors.write.raw])
    return Child(pid: pid, output: output.read, errors: errors.read)
  }
}
