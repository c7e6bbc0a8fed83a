/// How much alike lines are: the share of pairs of neighbouring bytes they have in common (the
/// Sørensen–Dice coefficient), whatever their order.
struct Similarity {
  private var counts = [Int32](repeating: 0, count: 1 << 16)
  private let pairs: Int

  /// Compares with `line`.
  init(to line: some Collection<UInt8>) {
    pairs = max(0, line.count - 1)
    for pair in zip(line, line.dropFirst()) { counts[Self.key(pair)] += 1 }
  }

  /// From 0, nothing in common, to 1; lines of less than two bytes have nothing in common.
  mutating func score(_ line: some Collection<UInt8>) -> Double {
    let others = max(0, line.count - 1)
    guard pairs > 0, others > 0 else { return 0 }
    var common = 0
    for pair in zip(line, line.dropFirst()) {
      let key = Self.key(pair)
      counts[key] -= 1
      if counts[key] >= 0 { common += 1 }
    }
    for pair in zip(line, line.dropFirst()) { counts[Self.key(pair)] += 1 }
    return Double(2 * common) / Double(pairs + others)
  }

  private static func key(_ pair: (UInt8, UInt8)) -> Int { Int(pair.0) << 8 | Int(pair.1) }
}
