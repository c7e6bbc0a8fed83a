import Glibc

/// Finding bytes in bytes.
enum ByteSearch {
  /// Where `needle` begins in `text`, in order; occurrences may overlap.
  static func occurrences(of needle: [UInt8], in text: [UInt8]) -> [Int] {
    guard let first = needle.first, needle.count <= text.count else { return [] }
    var found: [Int] = []
    text.withUnsafeBytes { text in
      needle.withUnsafeBytes { needle in
        guard let base = text.baseAddress, let pattern = needle.baseAddress else { return }
        let last = text.count - needle.count
        var at = 0
        while at <= last, let hit = memchr(base + at, Int32(first), last - at + 1) {
          at = UnsafeRawPointer(hit) - base
          if memcmp(base + at, pattern, needle.count) == 0 { found.append(at) }
          at += 1
        }
      }
    }
    return found
  }
}
