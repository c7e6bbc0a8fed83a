import Platform
import Runtime
import Synchronization
import Wire

/// One row of the index of blobs.
struct BlobRow {
  var hash: String
  var size: Int
  var mediaType: String
}

extension SQLiteStore {
  /// Stores bytes under their SHA-256 (hex), durably, before it returns; harmless to repeat.
  ///
  /// Their index row is part of the next `append`. Limits: `blobLimit`.
  public func putBlob(_ bytes: [UInt8], mediaType: String) throws -> String {
    try requireWritable()
    guard bytes.count <= Self.blobLimit else {
      throw StoreError(
        code: .io,
        message: "could not store \(bytes.count) bytes: a blob has at most \(Self.blobLimit)")
    }
    let hash = SHA256.hex(bytes)
    let path = directory.blob(hash)
    try translating { () throws(PlatformError) in
      let parent = Paths.split(path).directory
      try Files.makeDirectories(parent)
      if try Files.status(path)?.size == bytes.count,
        try Files.read(path, limit: Self.blobLimit) == bytes
      {
        // Whoever wrote it may not have come to that yet.
        try Files.syncDirectory(parent)
      } else {
        try Files.write(path, bytes, mode: .exactly(0o600))
        state.withLock { $0.fileBytes += bytes.count }
      }
    }
    try state.withLock { state throws(StoreError) in
      state.pendingBlobs.append(BlobRow(hash: hash, size: bytes.count, mediaType: mediaType))
      guard state.pendingBlobs.count >= Self.pendingBlobLimit else { return }
      let (blobs, connection) = (state.pendingBlobs, state.connection)
      try connection.transaction { () throws(StoreError) in try Self.insert(blobs, connection) }
      state.pendingBlobs = []
    }
    return hash
  }

  /// The bytes of a blob; nil where there is none. `corrupt` where the file is not what its name
  /// says.
  public func blob(_ hash: String) throws -> [UInt8]? {
    guard hash.utf8.count == SHA256.digestLength * 2, Hex.decode(hash) != nil else { return nil }
    let path = directory.blob(hash)
    let bytes = try translating { () throws(PlatformError) -> [UInt8]? in
      guard try Files.status(path) != nil else { return nil }
      return try Files.read(path, limit: Self.blobLimit)
    }
    guard let bytes else { return nil }
    guard SHA256.hex(bytes) == hash else {
      throw StoreError(
        code: .corrupt,
        message: "\(path) is damaged: its content does not have the hash in its name; restore it")
    }
    return bytes
  }

  static func insert(_ blobs: [BlobRow], _ connection: Connection) throws(StoreError) {
    for blob in blobs {
      try connection.run(
        """
        INSERT INTO blobs (hash, size, media_type) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING
        """, [.text(blob.hash), .int(blob.size), .text(blob.mediaType)])
    }
  }
}
