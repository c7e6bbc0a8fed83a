import Events
import Platform
import Runtime
import Testing

/// What `Store` promises about blobs, scratch texts and spool directories.
@Suite struct ContentConformanceTests {
  let directory: TemporaryDirectory
  let session = Sample.session(1)

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: StoreKind.allCases)
  func aBlobIsNamedByItsContent(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    // The digests of "" and "abc" in FIPS 180-4.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(try store.putBlob([], mediaType: "text/plain") == empty)
    #expect(try store.putBlob(Array("abc".utf8), mediaType: "text/plain") == abc)
    #expect(try store.putBlob(Array("abc".utf8), mediaType: "image/png") == abc)
    #expect(try store.blob(empty) == [])
    #expect(try store.blob(abc) == Array("abc".utf8))
    let large = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
    #expect(try store.blob(store.putBlob(large, mediaType: "application/octet-stream")) == large)
  }

  @Test(
    arguments: StoreKind.allCases,
    ["", "abc", String(repeating: "0", count: 64), String(repeating: "../", count: 20) + "etc/"])
  func whatIsNoBlobIsNotThere(kind: StoreKind, hash: String) throws {
    #expect(try kind.make(in: directory).blob(hash) == nil)
  }

  @Test(arguments: StoreKind.allCases)
  func scratchTextGrowsUntilItIsDropped(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    let (message, other): (MessageID, MessageID) = (Sample.id(1), Sample.id(2))
    #expect(try store.scratch(of: message, in: session) == nil)
    try store.dropScratch(of: message, in: session)
    try store.appendScratch([1, 2], of: message, in: session)
    try store.appendScratch([], of: other, in: session)
    try store.appendScratch([3], of: message, in: session)
    #expect(try store.scratch(of: message, in: session) == [1, 2, 3])
    #expect(try store.scratch(of: other, in: session) == [])
    #expect(try store.scratch(of: message, in: Sample.session(2)) == nil)
    try store.dropScratch(of: message, in: session)
    #expect(try store.scratch(of: message, in: session) == nil)
    try store.appendScratch([4], of: message, in: session)
    #expect(try store.scratch(of: message, in: session) == [4])
  }

  @Test(arguments: StoreKind.allCases)
  func everyAttemptHasItsOwnDirectory(kind: StoreKind) throws {
    let store = try kind.make(in: directory)
    var paths: Set<String> = []
    for session in [Sample.session(1), Sample.session(2)] {
      for attempt in 1...2 {
        for call in [1, 2] {
          paths.insert(
            store.attemptDirectory(of: Sample.id(call), attempt: attempt, in: session))
        }
      }
    }
    #expect(paths.count == 8)
    for path in paths {
      #expect(path.hasPrefix(directory.path + "/"))
      #expect(try Files.status(path) == nil)
    }
  }
}
