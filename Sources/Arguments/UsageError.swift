/// Why a command line means nothing: what was written, and what to write instead.
package struct UsageError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case unknownFlag, notBuilt, missingValue, unwantedValue, wrongValue, conflict, misplaced
    case nearMiss, unknownVerb, missingOperand, unwantedOperand
  }

  package var code: Code
  package var message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }

  static func notBuilt(_ name: String) -> UsageError {
    UsageError(.notBuilt, "\(name) is not there yet in this version")
  }
}
