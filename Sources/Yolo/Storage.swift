import Arguments
import Events
import Platform
import Runtime
import Store

/// Where the sessions of a run are kept.
struct Storage {
  let store: any Store
  /// A private directory for the spools of commands, to be removed at the end.
  private let temporary: String?

  /// Opens the store that the options mean.
  ///
  /// Failure: `StoreError`, also where the data may be read but not written.
  init(_ setup: Setup) throws {
    if setup.options.keeping == .nothing {
      let directory = try Files.makeTemporaryDirectory("yolo")
      store = MemoryStore(spools: directory)
      temporary = directory
    } else {
      let sqlite = try SQLiteStore(directory: setup.places.data, access: .readWrite)
      if let refusal = sqlite.refusal { throw refusal }
      store = sqlite
      temporary = nil
    }
  }

  /// Removes what was kept for this run only.
  func remove() throws {
    if let temporary { try Files.removeTree(temporary) }
  }

  /// The store for looking only; nil where nothing was ever kept.
  ///
  /// A database of an older format, also one whose making was interrupted, is brought up to date.
  static func forReading(_ setup: Setup) throws -> SQLiteStore? {
    let directory = setup.places.data
    guard try Files.status("\(directory)/yolo.db") != nil else { return nil }
    do {
      return try SQLiteStore(directory: directory, access: .readOnly)
    } catch let error as StoreError where error.code == .readOnly {
      return try SQLiteStore(directory: directory, access: .readWrite)
    }
  }
}

extension Store {
  /// Events read at a time.
  private static var pageSize: Int { 1024 }

  /// Hands out every event of a session in order, until `body` answers false.
  func forEachEvent(of session: SessionID, _ body: (Event) throws -> Bool) throws {
    var last = 0
    while true {
      let page = try events(of: session, after: last, limit: Self.pageSize)
      for event in page where try !body(event) { return }
      guard let end = page.last else { return }
      last = end.sequence
    }
  }

  /// The whole log of a session.
  func wholeLog(of session: SessionID) throws -> [Event] {
    var log: [Event] = []
    try forEachEvent(of: session) { event in
      log.append(event)
      return true
    }
    return log
  }
}
