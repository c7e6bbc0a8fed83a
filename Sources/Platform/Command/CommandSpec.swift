/// A command to run under the claim protocol.
package struct CommandSpec: Sendable, Equatable {
  /// Program and arguments, such as `["bash", "-c", "make"]`; the program is searched in the PATH
  /// of `environment`.
  package var argv: [String]
  /// The working directory, absolute.
  package var directory: String
  /// All variables of the command; the wrapper adds `YOLO_CALL`.
  package var environment: [String: String]
  /// The attempt directory, absolute; it is made by `Commands.start` and must not be used twice.
  package var attempt: String
  /// nil: as long as it takes.
  package var timeLimit: Duration?
  /// Bytes of output after which the command is ended.
  package var outputLimit: Int
  /// From TERM to KILL, when the command is ended.
  package var grace: Duration

  package init(
    argv: [String], directory: String, environment: [String: String], attempt: String,
    timeLimit: Duration?, outputLimit: Int = Commands.outputLimit,
    grace: Duration = Commands.grace
  ) {
    self.argv = argv
    self.directory = directory
    self.environment = environment
    self.attempt = attempt
    self.timeLimit = timeLimit
    self.outputLimit = outputLimit
    self.grace = grace
  }
}

/// How a command ended, as its wrapper recorded it.
package struct CommandEnd: Sendable, Equatable {
  package enum Cause: Sendable, Equatable {
    case exited, timeout, cancelled
    /// Output was cut at the limit and the command ended.
    case outputLimit
    /// It never ran: the working directory or the program failed with this error number.
    case noDirectory(Int32)
    case noProgram(Int32)
  }

  package var cause: Cause
  /// Exit status of the main process; nil when a signal ended it or it never ran.
  package var status: Int?
  /// The signal that ended the main process.
  package var signal: Int?
  /// From the start of the main process to its end, or to the decision to end it.
  package var duration: Duration
  /// How many other processes were still there and were ended.
  package var survivors: Int
}

/// What recovery found out about a command that was started and not settled.
package enum CommandFinding: Sendable, Equatable {
  case finished(CommandEnd)
  /// Its wrapper lives: `Commands.wait` waits for it.
  case running
  /// It never ran and never will under this attempt: run it as a new attempt.
  case neverStarted
  /// Its wrapper was killed; it may have run in part. Nothing of it runs any more.
  case lost
}
