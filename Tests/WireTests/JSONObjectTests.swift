import Testing
import Wire

@Suite struct JSONObjectTests {
  @Test func keepsTheOrderOfFirstSetting() {
    var object: JSONObject = ["b": 1, "a": 2]
    object["c"] = 3
    object["b"] = 4
    #expect(object.keys == ["b", "a", "c"])
    #expect(object.values == [4, 2, 3])
    #expect(object.map(\.key) == object.keys)
    #expect(
      JSONObject([(key: "x", value: 1), (key: "y", value: 2), (key: "x", value: 3)]).values
        == [3, 2])
    #expect(JSONObject().isEmpty && JSONObject().count == 0)
  }

  @Test func removingAndSettingAgainGoesToTheEnd() {
    var object: JSONObject = ["a": 1, "b": 2, "c": 3]
    object["a"] = nil
    object["missing"] = nil
    object["a"] = 4
    #expect(object.keys == ["b", "c", "a"])
    #expect(object.count == 3)
  }

  /// Against a plain array of members, through all sizes around the index and its gaps.
  @Test func agreesWithANaiveModel() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<60 {
      var object = JSONObject()
      var model: [(key: String, value: JSON)] = []
      let keys = Int.random(in: 1...60, using: &random)
      for step in 0..<300 {
        let key = "k\(Int.random(in: 0..<keys, using: &random))"
        let place = model.firstIndex { $0.key == key }
        if random.one(in: 2) {
          object[key] = nil
          if let place { model.remove(at: place) }
        } else {
          object[key] = .int(Int64(step))
          if let place {
            model[place].value = .int(Int64(step))
          } else {
            model.append((key, .int(Int64(step))))
          }
        }
        #expect(object[key] == model.first { $0.key == key }?.value)
        #expect(object.count == model.count && object.isEmpty == model.isEmpty)
      }
      #expect(object.keys == model.map(\.key))
      #expect(object.values == model.map(\.value))
      #expect(object == JSONObject(model.reversed()))
      #expect(object.hashValue == JSONObject(model.reversed()).hashValue)
    }
  }

  @Test func aCopyIsIndependent() {
    let first = JSONObject((0..<40).map { (key: "\($0)", value: .int($0)) })
    var second = first
    second["3"] = nil
    second["5"] = "changed"
    #expect(first.count == 40 && first["3"] == 3 && first["5"] == 5)
    #expect(second.count == 39 && second["3"] == nil && second["5"] == "changed")
  }

  /// 100 000 members take seconds at most if work grows linearly, and hours if it does not.
  @Test(.timeLimit(.minutes(1))) func manyMembersAreNotQuadratic() throws {
    let count = 100_000
    let text = "{" + (0..<count).map { "\"key\($0)\":\($0)" }.joined(separator: ",") + "}"
    var object = try #require(try JSON.parse(text).object)
    #expect(object.count == count && object["key99999"] == 99_999)
    #expect(object.keys.last == "key99999")
    #expect(object == object)
    for number in 0..<count { object["key\(number)"] = nil }
    #expect(object.isEmpty)
  }
}
