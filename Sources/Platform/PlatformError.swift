import Glibc

/// A failure of the operating system: what was tried, on what, and what to do about it.
package struct PlatformError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure a caller may treat differently.
  package enum Code: Sendable, Equatable {
    case diskFull, readOnly, notFound, permission, exists, notDirectory, isDirectory, tooLarge
    case brokenPipe, invalid, cancelled, other
  }

  package let code: Code
  package let message: String
  /// The error number of the failed system call, 0 where there was none.
  package let number: Int32

  package init(_ code: Code, _ message: String, number: Int32 = 0) {
    self.code = code
    self.message = message
    self.number = number
  }

  /// Describes a failed system call; `doing` completes "could not …".
  package init(errno number: Int32, doing: String) {
    let code = Self.code(of: number)
    let advice = Self.advice(for: code).map { "; \($0)" } ?? ""
    self.init(code, "could not \(doing): \(Self.text(of: number))\(advice)", number: number)
  }

  package var description: String { message }

  /// The operating system's words for an error number.
  package static func text(of number: Int32) -> String { String(cString: strerror(number)) }

  private static func code(of number: Int32) -> Code {
    switch number {
    case ENOSPC, EDQUOT: .diskFull
    case EROFS: .readOnly
    case ENOENT: .notFound
    case EACCES, EPERM: .permission
    case EEXIST: .exists
    case ENOTDIR: .notDirectory
    case EISDIR: .isDirectory
    case EFBIG, E2BIG, ENAMETOOLONG: .tooLarge
    case EPIPE: .brokenPipe
    case EINVAL: .invalid
    case ECANCELED: .cancelled
    default: .other
    }
  }

  private static func advice(for code: Code) -> String? {
    switch code {
    case .diskFull: "the disk is full or the quota used up: free some space and try again"
    case .readOnly: "the file system is read-only: use a writable folder"
    case .notFound: "check that the path exists"
    case .permission: "check the owner and the permissions of the path"
    case .exists: "remove it or choose another name"
    case .notDirectory: "a part of the path is not a directory"
    case .isDirectory: "name a file, not a directory"
    case .tooLarge: "it is larger or longer than the system allows"
    case .brokenPipe: "the reader has gone away"
    case .invalid, .cancelled, .other: nil
    }
  }
}
