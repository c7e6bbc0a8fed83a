/// The search for the changes between two sequences of numbers, equal for equal lines.
struct LineDiffSearch {
  /// A part of both sequences that is still to be compared.
  private struct Box {
    var old: Range<Int>
    var new: Range<Int>
  }

  /// Where a box is divided, counted from its beginning.
  private typealias Point = (old: Int, new: Int)

  private let old: [Int32]
  private let new: [Int32]
  private var isRemoved: [Bool]
  private var isAdded: [Bool]
  private var forward: DiffFrontier
  private var backward: DiffFrontier

  /// The changes in order, those that touch joined into one.
  static func changes(old: [Int32], new: [Int32]) -> [LineDiff.Change] {
    var search = LineDiffSearch(old, new)
    search.run()
    return search.joined()
  }

  private init(_ old: [Int32], _ new: [Int32]) {
    self.old = old
    self.new = new
    isRemoved = [Bool](repeating: false, count: old.count)
    isAdded = [Bool](repeating: false, count: new.count)
    let reach = min(LineDiff.costLimit, old.count + new.count) + 1
    forward = DiffFrontier(reach: reach)
    backward = DiffFrontier(reach: reach)
  }

  /// Works through boxes on a list of its own, since their nesting is bounded only by the input.
  private mutating func run() {
    var boxes = [Box(old: old.indices, new: new.indices)]
    while let box = boxes.popLast().map(trimmed) {
      if box.old.isEmpty || box.new.isEmpty {
        for index in box.old { isRemoved[index] = true }
        for index in box.new { isAdded[index] = true }
        continue
      }
      let middle = middle(of: box)
      let place = Point(box.old.lowerBound + middle.old, box.new.lowerBound + middle.new)
      boxes.append(
        Box(old: box.old.lowerBound..<place.old, new: box.new.lowerBound..<place.new))
      boxes.append(
        Box(old: place.old..<box.old.upperBound, new: place.new..<box.new.upperBound))
    }
  }

  /// The box without what both sides begin and end with.
  private func trimmed(_ box: Box) -> Box {
    var (start, newStart) = (box.old.lowerBound, box.new.lowerBound)
    var (end, newEnd) = (box.old.upperBound, box.new.upperBound)
    while start < end, newStart < newEnd, old[start] == new[newStart] {
      (start, newStart) = (start + 1, newStart + 1)
    }
    while start < end, newStart < newEnd, old[end - 1] == new[newEnd - 1] {
      (end, newEnd) = (end - 1, newEnd - 1)
    }
    return Box(old: start..<end, new: newStart..<newEnd)
  }

  /// A point on a shortest way through a trimmed box, or on a good one beyond the cost limit; never
  /// one of the two corners where the way begins and ends.
  private mutating func middle(of box: Box) -> Point {
    let (width, height) = (box.old.count, box.new.count)
    let (oldStart, newStart) = (box.old.lowerBound, box.new.lowerBound)
    let (oldLast, newLast) = (box.old.upperBound - 1, box.new.upperBound - 1)
    let (old, new) = (old, new)
    forward.start(width: width, height: height)
    backward.start(width: width, height: height)
    // Both ends together need at least two edits, hence the corners never meet at cost 0.
    for cost in 1...max(LineDiff.costLimit, 1) {
      let met = forward.advance(to: cost, meeting: backward) {
        old[oldStart + $0] == new[newStart + $1]
      }
      if let met { return met }
      let metBehind = backward.advance(to: cost, meeting: forward) {
        old[oldLast - $0] == new[newLast - $1]
      }
      if let metBehind { return (width - metBehind.old, height - metBehind.new) }
    }
    return forward.furthest(cost: LineDiff.costLimit)
  }

  private func joined() -> [LineDiff.Change] {
    var changes: [LineDiff.Change] = []
    var (at, newAt) = (0, 0)
    while at < old.count || newAt < new.count {
      let (start, newStart) = (at, newAt)
      while at < old.count, isRemoved[at] { at += 1 }
      while newAt < new.count, isAdded[newAt] { newAt += 1 }
      if at > start || newAt > newStart {
        changes.append(LineDiff.Change(old: start..<at, new: newStart..<newAt))
      } else {
        (at, newAt) = (at + 1, newAt + 1)
      }
    }
    return changes
  }
}
