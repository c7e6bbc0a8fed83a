import CPlatform
import Glibc

extension Files {
  /// The permission bits of a file that is written.
  package enum Mode: Sendable, Equatable {
    /// Those of the file that is replaced; a new file gets 0666 less the umask.
    case keep
    /// Exactly these.
    case exactly(UInt32)
  }

  /// Replaces a file's content, or creates the file, so that a crash leaves the old or the new one.
  ///
  /// Guarantees: durable when this returns; a symlink at the end of the path is followed, not
  /// replaced; no temporary is left on failure. A killed process can leave one, named
  /// `.<name>.yolo-<16 hex>`.
  package static func write(
    _ path: String, _ bytes: [UInt8], mode: Mode = .keep
  ) throws(PlatformError) {
    let target = try Paths.resolve(path, against: "/")
    let (directory, name) = Paths.split(target)
    let temporary = "\(directory)/.\(name.prefix(100)).yolo-\(try Entropy.hex(8))"
    let old = try status(target)
    if old?.kind == .directory { throw PlatformError(errno: EISDIR, doing: "write \(path)") }
    var made = false
    do throws(PlatformError) {
      let file = try open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode, old, for: path)
      made = true
      try StandardStreams.write(file.raw, bytes)
      try file.sync(path)
      guard rename(temporary, target) == 0 else {
        throw PlatformError(errno: errno, doing: "replace \(path)")
      }
      made = false
      try syncDirectory(directory)
    } catch {
      if made { unlink(temporary) }
      throw error.number == 0 ? error : PlatformError(errno: error.number, doing: "write \(path)")
    }
  }

  private static func open(
    _ temporary: String, _ flags: Int32, _ mode: Mode, _ old: FileStatus?, for path: String
  ) throws(PlatformError) -> Descriptor {
    let bits: UInt32? =
      switch mode {
      case .keep: old?.mode
      case .exactly(let bits): bits
      }
    // Never wider than asked, not even before fchmod.
    let raw = yolo_open(temporary, flags, bits.map { $0 & 0o700 } ?? 0o666)
    guard raw >= 0 else { throw PlatformError(errno: errno, doing: "write \(path)") }
    let file = Descriptor(owning: raw)
    guard let bits, fchmod(raw, bits) != 0 else { return file }
    let error = errno
    unlink(temporary)
    throw PlatformError(errno: error, doing: "set the permissions of \(path)")
  }

  /// Creates a file that must not exist yet, durably, with its content whole or not at all.
  package static func create(
    _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o600
  ) throws(PlatformError) {
    let (directory, name) = Paths.split(path)
    let temporary = "\(directory)/.\(name.prefix(100)).yolo-\(try Entropy.hex(8))"
    let file = try open(temporary, O_WRONLY | O_CREAT | O_EXCL, .exactly(mode), nil, for: path)
    do throws(PlatformError) {
      try StandardStreams.write(file.raw, bytes)
      try file.sync(path)
      guard yolo_rename_exclusive(temporary, path) == 0 else {
        throw PlatformError(errno: errno, doing: "create \(path)")
      }
    } catch {
      unlink(temporary)
      throw PlatformError(errno: error.number, doing: "create \(path)")
    }
    try syncDirectory(directory)
  }

  /// Appends bytes to a file, creating it with mode 0600; not durable until the system flushes it.
  package static func append(_ path: String, _ bytes: [UInt8]) throws(PlatformError) {
    let file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_APPEND)
    do throws(PlatformError) {
      try StandardStreams.write(file.raw, bytes)
    } catch { throw PlatformError(errno: error.number, doing: "append to \(path)") }
  }

  /// Moves a file onto a path where nothing is, durably in both directories.
  package static func move(_ from: String, to: String) throws(PlatformError) {
    guard yolo_rename_exclusive(from, to) == 0 else {
      throw PlatformError(errno: errno, doing: "move \(from) to \(to)")
    }
    let (source, target) = (Paths.split(from).directory, Paths.split(to).directory)
    try syncDirectory(target)
    if source != target { try syncDirectory(source) }
  }

  /// Makes a directory and its missing parents, durably.
  package static func makeDirectories(
    _ path: String, mode: UInt32 = 0o700
  ) throws(PlatformError) {
    let parent = Paths.split(path).directory
    var error = mkdir(path, mode) == 0 ? 0 : errno
    if error == ENOENT, path != "/", !path.isEmpty {
      try makeDirectories(parent, mode: mode)
      // Once more only: some file systems, /proc for one, go on saying so with the parent there.
      error = mkdir(path, mode) == 0 ? 0 : errno
    }
    if error == 0 { return try syncDirectory(parent) }
    if error == EEXIST {
      if try status(path)?.kind == .directory { return }
      error = ENOTDIR
    }
    throw PlatformError(errno: error, doing: "make the directory \(path)")
  }

  /// Makes the names in a directory durable.
  package static func syncDirectory(_ path: String) throws(PlatformError) {
    try Descriptor.open(path, O_RDONLY | O_DIRECTORY).sync(path)
  }
}
