import Runtime

/// Why a tool does not do what it was asked: in words for the model, with what to do instead.
struct ToolError: Error, Equatable, CustomStringConvertible {
  /// The kinds of refusal and failure.
  enum Code: Sendable, Equatable {
    /// An argument is missing or makes no sense.
    case arguments
    /// The path may not be read or written here.
    case forbidden
    case notFound
    /// It is there, but of a kind, size or encoding the tool cannot work with.
    case unsuitable
    /// A text to replace was not found, or found more than once.
    case noMatch, ambiguous
    /// The file was never read, or changed since.
    case stale
    /// The operating system or the store failed.
    case system
  }

  let code: Code
  let message: String
  /// What failed underneath.
  let cause: (any Error)?

  /// `message` says what was tried, on what, and what to do.
  init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  /// Code and message; the cause is for logs.
  static func == (left: ToolError, right: ToolError) -> Bool {
    left.code == right.code && left.message == right.message
  }

  var description: String { message }

  /// The failed outcome a model is given.
  var outcome: ToolOutcome { .failed(message) }
}
