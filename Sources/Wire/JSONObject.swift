/// The members of a JSON object, in the order they were first set.
///
/// Keys are told apart byte by byte. Equality and hash ignore the order. Setting, looking up and
/// removing take constant time on average: few members are searched one by one, many by an index.
public struct JSONObject: Sendable {
  public typealias Element = (key: String, value: JSON)

  /// Up to so many members are searched one by one, without an index.
  static let linearLimit = 12

  /// The members in order. A removed one leaves nil behind while there is an index.
  private var slots: [Element?] = []
  /// Where each key is in `slots`; empty as long as `slots` is short.
  private var index: [ExactString: Int] = [:]

  /// Makes an empty object.
  public init() {}

  /// Makes an object of `members` in their order; the last of equal keys wins, at the first's
  /// place.
  public init(_ members: [(key: String, value: JSON)]) {
    slots.reserveCapacity(members.count)
    for member in members { set(member.key, member.value) }
  }

  /// How many members there are.
  public var count: Int { index.isEmpty ? slots.count : index.count }
  /// Whether there is no member.
  public var isEmpty: Bool { slots.isEmpty }
  /// The keys in order.
  public var keys: [String] { map { $0.key } }
  /// The values in the order of their keys.
  public var values: [JSON] { map { $0.value } }

  /// The value of `key`; setting nil removes it.
  public subscript(key: String) -> JSON? {
    get { position(of: key).flatMap { slots[$0]?.value } }
    set {
      if let newValue { set(key, newValue) } else { remove(key) }
    }
  }

  /// Sets a member: in place if there is one of that key, otherwise at the end.
  mutating func set(_ key: String, _ value: JSON) {
    if let position = position(of: key) {
      slots[position]?.value = value
      return
    }
    if slots.isEmpty { slots.reserveCapacity(4) }
    slots.append((key, value))
    if !index.isEmpty {
      index[ExactString(key)] = slots.count - 1
    } else if slots.count > Self.linearLimit {
      rebuildIndex()
    }
  }

  private mutating func remove(_ key: String) {
    guard let position = position(of: key) else { return }
    if index.isEmpty {
      slots.remove(at: position)
      return
    }
    slots[position] = nil
    index[ExactString(key)] = nil
    // Closing the gaps only when half of the slots are gaps keeps removal constant on average.
    guard index.count * 2 <= slots.count else { return }
    slots.removeAll { $0 == nil }
    rebuildIndex()
  }

  private mutating func rebuildIndex() {
    index = [:]
    guard slots.count > Self.linearLimit else { return }
    index.reserveCapacity(slots.count * 2)
    for (position, member) in slots.enumerated() {
      if let member { index[ExactString(member.key)] = position }
    }
  }

  private func position(of key: String) -> Int? {
    if index.isEmpty {
      return slots.firstIndex { $0.map { ExactString.same($0.key, key) } ?? false }
    }
    return index[ExactString(key)]
  }
}

extension JSONObject: Sequence {
  /// Goes through the members in order.
  public struct Iterator: IteratorProtocol {
    fileprivate var slots: IndexingIterator<[Element?]>

    /// The next member, or nil at the end.
    public mutating func next() -> Element? {
      while let slot = slots.next() {
        if let slot { return slot }
      }
      return nil
    }
  }

  /// Starts at the first member.
  public func makeIterator() -> Iterator { Iterator(slots: slots.makeIterator()) }

  /// Exactly the number of members.
  public var underestimatedCount: Int { count }
}

extension JSONObject: Hashable {
  /// Whether both have the same members, in whatever order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
  }

  /// Feeds the members to `hasher`, in whatever order they are.
  public func hash(into hasher: inout Hasher) {
    var sum = 0
    for member in self {
      var hasher = Hasher()
      hasher.combine(member.key)
      hasher.combine(member.value)
      sum &+= hasher.finalize()
    }
    hasher.combine(count)
    hasher.combine(sum)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public typealias Key = String
  public typealias Value = JSON

  /// Makes an object; the last of equal keys wins.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self.init(elements.map { (key: $0.0, value: $0.1) })
  }
}
