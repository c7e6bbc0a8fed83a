import Runtime
import Store
import Testing

/// The stores that every conformance test runs against.
enum StoreKind: CaseIterable, CustomTestStringConvertible {
  case memory, sqlite

  var testDescription: String { self == .memory ? "MemoryStore" : "SQLiteStore" }

  func make(in directory: TemporaryDirectory) throws -> any Store {
    switch self {
    case .memory: MemoryStore(spools: directory.path)
    case .sqlite: try SQLiteStore(directory: directory.path, access: .readWrite)
    }
  }
}
