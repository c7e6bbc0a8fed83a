import Testing
import Wire

@Suite struct JSONFuzzTests {
  @Test func randomValuesComeBack() throws {
    var random = SeededRandom(seed: 1)
    for _ in 0..<2000 {
      let value = Self.value(depth: 4, using: &random)
      #expect(try JSON.parse(value.text) == value)
      #expect(try JSON.parse(value.bytes) == value)
      #expect(try JSON.parse(value.pretty) == value)
      let canonical = try JSON.parse(value.canonical)
      #expect(canonical == value)
      #expect(canonical.canonical == value.canonical)
      #expect(canonical.hashValue == value.hashValue)
    }
  }

  @Test func mutatedTextsNeverCrashAndWhatParsesComesBack() throws {
    var random = SeededRandom(seed: 2)
    let alphabet =
      Array("{}[]:,\"\\/ubfnrt0123456789.eE+-truefalsn \n\u{1}é\u{FFFF}".utf8) + [0xFF, 0xED]
    var parsed = 0
    for round in 0..<20_000 {
      var bytes = Self.value(depth: 2, using: &random).bytes
      for _ in 0...(round % 3) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = alphabet.randomElement(using: &random) ?? 0
        case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
        case 2: bytes.remove(at: place)
        default: bytes.replaceSubrange(place..., with: bytes[..<place].reversed())
        }
      }
      do {
        let value = try JSON.parse(bytes)
        parsed += 1
        #expect(try JSON.parse(value.bytes) == value)
      } catch {
        #expect((0...bytes.count).contains(error.offset))
        #expect(error.line >= 1 && error.column >= 1)
      }
    }
    // Otherwise the round trip above would have checked nothing.
    #expect(parsed > 1000 && parsed < 19_000)
  }

  private static func value(depth: Int, using random: inout SeededRandom) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2:
      return .int(Int64(bitPattern: random.next()) >> Int64.random(in: 0..<64, using: &random))
    case 3:
      let double = Double(bitPattern: random.next())
      return .double(double.isFinite ? double : 0.5)
    case 4: return .double(Double(Int.random(in: -999_999...999_999, using: &random)) / 1000)
    case 5: return .string(string(using: &random))
    case 6:
      let count = Int.random(in: 0..<5, using: &random)
      return .array((0..<count).map { _ in value(depth: depth - 1, using: &random) })
    default:
      var object = JSONObject()
      for _ in 0..<Int.random(in: 0..<(random.one(in: 20) ? 40 : 6), using: &random) {
        object[string(using: &random)] = value(depth: depth - 1, using: &random)
      }
      return .object(object)
    }
  }

  private static func string(using random: inout SeededRandom) -> String {
    let ranges: [ClosedRange<UInt32>] = [
      0x61...0x7A, 0x61...0x7A, 0x00...0x7F, 0x20...0x24, 0x5B...0x5D, 0x300...0x310, 0x80...0x7FF,
      0xE000...0xFFFF, 0x10000...0x10FFFF,
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0..<24, using: &random) {
      let range = ranges.randomElement(using: &random) ?? 0...0
      if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
