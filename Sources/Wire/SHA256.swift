/// The SHA-256 digest of bytes that arrive in pieces (FIPS 180-4).
public struct SHA256: Sendable {
  /// The bytes of a digest.
  public static let digestLength = 32

  private static let blockLength = 64

  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  /// The beginning of the next block: always shorter than a block.
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// Starts with no bytes.
  public init() {}

  /// The digest of `bytes` in lower-case hexadecimal digits.
  public static func hex(_ bytes: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return Hex.encode(hash.finalize())
  }

  /// Appends `bytes`.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Appends `bytes`.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length &+= UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let missing = Self.blockLength - pending.count
      pending.append(contentsOf: rest.prefix(missing))
      rest = rest.dropFirst(missing)
      guard pending.count == Self.blockLength else { return }
      pending.withUnsafeBytes { SHA256Rounds.run(over: $0, into: &state) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.count - rest.count % Self.blockLength
    if whole > 0 {
      SHA256Rounds.run(over: UnsafeRawBufferPointer(rebasing: rest.prefix(whole)), into: &state)
    }
    pending.append(contentsOf: rest.dropFirst(whole))
  }

  /// The digest of everything appended so far; more may be appended afterwards.
  public func finalize() -> [UInt8] {
    var last = self
    let zeros = (Self.blockLength * 2 - 9 - pending.count) % Self.blockLength
    let bits = length &* 8
    last.update(
      [0x80] + [UInt8](repeating: 0, count: zeros)
        + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
    return last.state.flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) }
    }
  }
}
