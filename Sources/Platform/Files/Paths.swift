import Glibc

/// Arithmetic on paths, and resolution of symlinks.
package enum Paths {
  /// How many symlinks a path may go through, as in Linux.
  package static let symlinkLimit = 40

  /// `path` if it is absolute, else `path` below `base`; not normalized.
  package static func join(_ base: String, _ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path.isEmpty { return base }
    return base.hasSuffix("/") ? base + path : "\(base)/\(path)"
  }

  /// Removes `.`, `..` and doubled slashes by their letters alone; symlinks are not looked at.
  package static func normalize(_ path: String) -> String {
    let absolute = path.hasPrefix("/")
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if let last = parts.last, last != ".." {
        parts.removeLast()
      } else if !absolute {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    return absolute ? "/\(joined)" : joined.isEmpty ? "." : joined
  }

  /// The directory and the last name of a path; the directory of a bare name is `.`.
  package static func split(_ path: String) -> (directory: String, name: String) {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.last == "/" { trimmed.removeLast() }
    guard let slash = trimmed.lastIndex(of: "/") else { return (".", String(trimmed)) }
    let name = String(trimmed[trimmed.index(after: slash)...])
    return (slash == trimmed.startIndex ? "/" : String(trimmed[..<slash]), name)
  }

  /// Whether `path` is `directory` or below it; both normalized and absolute.
  package static func contains(_ directory: String, _ path: String) -> Bool {
    path == directory || directory == "/" || path.hasPrefix(directory + "/")
  }

  /// The absolute path, the current directory being looked for only where it matters.
  package static func resolve(_ path: String) throws(PlatformError) -> String {
    try resolve(path, against: path.hasPrefix("/") ? "/" : currentDirectory())
  }

  /// The absolute path with every `..` and symlink resolved, as the kernel would walk it; names
  /// that do not exist yet are kept.
  ///
  /// Failure: more than `symlinkLimit` symlinks, or a part of the path that may not be read.
  package static func resolve(
    _ path: String, against root: String
  ) throws(PlatformError) -> String {
    var todo = join(root, path).split(separator: "/").reversed().map(String.init)
    var done: [String] = []
    var links = 0
    while let part = todo.popLast() {
      if part == "." { continue }
      if part == ".." {
        _ = done.popLast()
        continue
      }
      let here = "/" + (done + [part]).joined(separator: "/")
      guard let target = try symlinkTarget(here) else {
        done.append(part)
        continue
      }
      links += 1
      guard links <= symlinkLimit else {
        throw PlatformError(errno: ELOOP, doing: "resolve \(path)")
      }
      if target.hasPrefix("/") { done = [] }
      todo += target.split(separator: "/").reversed().map(String.init)
    }
    return "/" + done.joined(separator: "/")
  }

  /// Where a symlink points; nil when there is none at that path.
  package static func symlinkTarget(_ path: String) throws(PlatformError) -> String? {
    var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = target.withUnsafeMutableBytes {
      readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
    }
    if length >= 0 { return String(decoding: target[..<length], as: UTF8.self) }
    if errno == EINVAL || errno == ENOENT || errno == ENOTDIR { return nil }
    throw PlatformError(errno: errno, doing: "resolve \(path)")
  }

  /// The current directory.
  package static func currentDirectory() throws(PlatformError) -> String {
    guard let pointer = getcwd(nil, 0) else {
      guard errno != ENOENT else {
        throw PlatformError(
          .notFound, "the current directory is gone; go to another one", number: ENOENT)
      }
      throw PlatformError(errno: errno, doing: "find the current directory")
    }
    defer { free(pointer) }
    guard let path = String(validatingCString: pointer) else {
      throw PlatformError(
        .invalid, "the name of the current directory is not UTF-8; go to another one")
    }
    return path
  }

  /// The program a command name stands for, searched in a PATH; nil when there is none.
  package static func program(_ name: String, searchPath: String) -> String? {
    if name.contains("/") { return name }
    for directory in searchPath.split(separator: ":") {
      let candidate = "\(directory)/\(name)"
      var raw = stat()
      if stat(candidate, &raw) == 0, raw.st_mode & S_IFMT == S_IFREG,
        access(candidate, X_OK) == 0
      {
        return candidate
      }
    }
    return nil
  }
}
