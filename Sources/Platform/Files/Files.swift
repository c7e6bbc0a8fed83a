import CPlatform
import Glibc

/// What a path names.
package struct FileStatus: Sendable, Equatable {
  package enum Kind: Sendable, Equatable { case file, directory, symlink, other }

  package var kind: Kind
  /// Length in bytes.
  package var size: Int
  /// The permission bits.
  package var mode: UInt32
  /// Last change of the content, microseconds since 1970.
  package var modified: Int64
  /// Together these tell a file from every other one that exists at the same time.
  package var device: UInt64
  package var inode: UInt64
}

/// Reading, listing and removing files.
package enum Files {
  /// Whether a look at a path follows a symlink at its end.
  package enum Links: Sendable { case follow, asThemselves }

  /// Reads a whole file; more than `limit` bytes is `.tooLarge`, and nothing is kept of it.
  package static func read(_ path: String, limit: Int) throws(PlatformError) -> [UInt8] {
    let file = try Descriptor.open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK)
    let status = try status(of: file, path)
    switch status.kind {
    case .file: break
    case .directory: throw PlatformError(errno: EISDIR, doing: "read \(path)")
    default: throw PlatformError(.invalid, "could not read \(path): it is not a regular file")
    }
    var bytes: [UInt8] = []
    while true {
      // One byte more than the file has, so that the end is seen; files in /proc claim no length.
      let rest = max(status.size - bytes.count + 1, 4096)
      let part = try StandardStreams.read(file.raw, count: min(rest, StandardStreams.chunk * 16))
      if part.isEmpty { return bytes }
      bytes += part
      guard bytes.count <= limit else {
        throw PlatformError(
          .tooLarge, "could not read \(path): it is larger than the limit of \(limit) bytes")
      }
    }
  }

  /// What a path names; nil when nothing is there.
  package static func status(
    _ path: String, links: Links = .follow
  ) throws(PlatformError) -> FileStatus? {
    var raw = stat()
    let result = links == .follow ? stat(path, &raw) : lstat(path, &raw)
    if result == 0 { return FileStatus(raw) }
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw PlatformError(errno: errno, doing: "look at \(path)")
  }

  static func status(of file: Descriptor, _ path: String) throws(PlatformError) -> FileStatus {
    var raw = stat()
    guard fstat(file.raw, &raw) == 0 else {
      throw PlatformError(errno: errno, doing: "look at \(path)")
    }
    return FileStatus(raw)
  }

  /// The names in a directory, sorted by their bytes, without `.` and `..`.
  ///
  /// Names that are not UTF-8 are left out, since no path of ours could name them.
  package static func list(_ path: String) throws(PlatformError) -> [String] {
    guard let directory = opendir(path) else {
      throw PlatformError(errno: errno, doing: "list \(path)")
    }
    defer { closedir(directory) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let name, name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw PlatformError(errno: errno, doing: "list \(path)") }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Removes a file, a symlink or an empty directory; nothing there is no failure.
  package static func remove(_ path: String) throws(PlatformError) {
    if Glibc.remove(path) == 0 || errno == ENOENT { return }
    throw PlatformError(errno: errno, doing: "remove \(path)")
  }

  /// Removes a directory with everything in it; symlinks are removed, never followed.
  package static func removeTree(_ path: String) throws(PlatformError) {
    let error = yolo_remove_tree(path)
    if error == 0 || error == ENOENT { return }
    throw PlatformError(errno: error, doing: "remove \(path)")
  }

  /// Makes a new directory of our own below the system's temporary one, with mode 0700.
  package static func makeTemporaryDirectory(_ prefix: String) throws(PlatformError) -> String {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/\(prefix).XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw PlatformError(errno: errno, doing: "make a temporary directory in \(base)")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension FileStatus {
  init(_ raw: stat) {
    kind =
      switch raw.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .directory
      case S_IFLNK: .symlink
      default: .other
      }
    size = Int(raw.st_size)
    mode = raw.st_mode & 0o7777
    modified = Int64(raw.st_mtim.tv_sec) * 1_000_000 + Int64(raw.st_mtim.tv_nsec) / 1000
    device = UInt64(raw.st_dev)
    inode = UInt64(raw.st_ino)
  }
}
