import Events
import Glibc
import Platform
import Runtime

@testable import Store

/// Opens the store of a directory for writing.
func open(_ directory: TemporaryDirectory, _ path: String = "") throws -> SQLiteStore {
  try SQLiteStore(directory: directory.path + path, access: .readWrite)
}

/// The code of the `StoreError` that `body` throws; nil where it throws none.
func code(_ body: () throws -> Void) throws -> StoreError.Code? {
  do {
    try body()
    return nil
  } catch let error as StoreError {
    return error.code
  }
}

/// The `StoreError` that `body` throws; nil where it throws none.
func failure(_ body: () throws -> Void) throws -> StoreError? {
  do {
    try body()
    return nil
  } catch let error as StoreError {
    return error
  }
}

/// Every method of a store that writes, with what it throws.
func refusals(of store: SQLiteStore) throws -> [StoreError?] {
  let session = Sample.session(1)
  return [
    try failure { try store.append(Sample.batch(session, 1...1)) },
    try failure { _ = try store.own(session) },
    try failure { try store.post(.retryNow, to: session) },
    try failure { _ = try store.wakeups(of: session) },
    try failure { _ = try store.putBlob([1], mediaType: "text/plain") },
    try failure { try store.appendScratch([1], of: Sample.id(1), in: session) },
    try failure { try store.dropScratch(of: Sample.id(1), in: session) },
  ]
}

/// Changes a database behind the store's back.
func tamper(_ directory: TemporaryDirectory, _ script: String) throws {
  try Connection("\(directory.path)/yolo.db", .readWrite).execute(script)
}

let isRoot = geteuid() == 0

// The headers that Swift imports lack it. It changes the rights of the calling thread alone.
@_silgen_name("setfsuid") private func setfsuid(_ user: UInt32) -> Int32

/// Runs `body` with the rights of an ordinary user on files, whoever runs the tests.
func asOrdinaryUser<Value>(_ body: () throws -> Value) rethrows -> Value {
  guard isRoot else { return try body() }
  _ = setfsuid(65534)
  defer { _ = setfsuid(0) }
  return try body()
}

/// A small file system of its own; only root can make one.
final class SmallDisk {
  let path: String

  init(below directory: TemporaryDirectory, bytes: Int) throws {
    path = "\(directory.path)/disk"
    try Files.makeDirectories(path)
    guard mount("none", path, "tmpfs", 0, "size=\(bytes)") == 0 else {
      throw PlatformError(errno: errno, doing: "mount a file system at \(path)")
    }
  }

  deinit { umount2(path, 2) }

  func makeReadOnly() throws {
    guard mount("none", path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0
    else { throw PlatformError(errno: errno, doing: "make \(path) read-only") }
  }

  /// Whether the tests may mount file systems here.
  static let isAvailable: Bool = {
    guard let directory = try? TemporaryDirectory() else { return false }
    return (try? SmallDisk(below: directory, bytes: 65536)) != nil
  }()
}
