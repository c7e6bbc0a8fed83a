/// The furthest points that a number of edits reaches from one corner of an edit grid.
///
/// A point (x, y) has consumed x old and y new lines and lies on diagonal x − y. The same code
/// serves both corners: from the far one, everything is counted backwards.
struct DiffFrontier {
  private static let unreached = Int32.min

  /// The furthest x on each diagonal, from −reach to reach.
  private var furthest: [Int32]
  private let reach: Int
  private var width = 0
  private var height = 0
  private var cost = 0

  /// Makes a frontier for up to `reach` − 1 edits.
  init(reach: Int) {
    self.reach = reach
    furthest = [Int32](repeating: Self.unreached, count: 2 * reach + 1)
  }

  /// Starts at the corner of a grid whose first lines differ.
  mutating func start(width: Int, height: Int) {
    self.width = width
    self.height = height
    cost = 0
    furthest[reach] = 0
  }

  /// Takes one more edit on every diagonal; the first point that meets `other`, which comes from
  /// the opposite corner.
  mutating func advance(
    to cost: Int, meeting other: DiffFrontier, matches: (Int, Int) -> Bool
  ) -> (old: Int, new: Int)? {
    self.cost = cost
    // The outermost neighbours still hold what an earlier grid left there.
    furthest[reach - cost - 1] = Self.unreached
    furthest[reach + cost + 1] = Self.unreached
    for diagonal in stride(from: -cost, through: cost, by: 2) {
      guard var x = step(onto: diagonal) else {
        furthest[reach + diagonal] = Self.unreached
        continue
      }
      while x < width, x - diagonal < height, matches(x, x - diagonal) { x += 1 }
      furthest[reach + diagonal] = Int32(x)
      if let opposite = other.x(on: width - height - diagonal), x + opposite >= width {
        return (x, x - diagonal)
      }
    }
    return nil
  }

  /// The reached point with the most lines consumed.
  func furthest(cost: Int) -> (old: Int, new: Int) {
    var best = (old: 0, new: 0)
    for diagonal in stride(from: -cost, through: cost, by: 2) {
      guard let x = x(on: diagonal), x + x - diagonal > best.old + best.new else { continue }
      best = (x, x - diagonal)
    }
    return best
  }

  /// The furthest x on a diagonal that the last step could reach.
  private func x(on diagonal: Int) -> Int? {
    guard abs(diagonal) <= cost, (cost - diagonal).isMultiple(of: 2) else { return nil }
    let x = furthest[reach + diagonal]
    return x == Self.unreached ? nil : Int(x)
  }

  /// The furthest x on a diagonal after one edit from its neighbours, within the grid.
  private func step(onto diagonal: Int) -> Int? {
    let left = furthest[reach + diagonal - 1]
    let above = furthest[reach + diagonal + 1]
    let removed = left == Self.unreached || Int(left) >= width ? nil : Int(left) + 1
    let added =
      above == Self.unreached || Int(above) - diagonal > height ? nil : Int(above)
    switch (removed, added) {
    case (let removed?, let added?): return max(removed, added)
    default: return removed ?? added
    }
  }
}
