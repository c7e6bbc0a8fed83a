import Arguments
import Testing

/// Where files live.
struct PlacesTests {
  private func places(_ environment: [String: String], _ directory: String? = nil) -> [String]? {
    Places(environment, dataDirectory: directory).map { [$0.data, $0.config] }
  }

  @Test func theNearestWordCounts() {
    let home = ["HOME": "/h"]
    #expect(places(home) == ["/h/.local/share/yolo", "/h/.config/yolo"])
    let xdg = home.merging(["XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c"]) { $1 }
    #expect(places(xdg) == ["/d/yolo", "/c/yolo"])
    let yolo = xdg.merging(["YOLO_HOME": "/y"]) { $1 }
    #expect(places(yolo) == ["/y/data", "/y/config"])
    #expect(places(yolo, "dir") == ["dir", "/y/config"])
  }

  @Test func emptyAndRelativeDirectoriesCountAsNotSet() {
    let environment = ["HOME": "/h", "XDG_DATA_HOME": "d", "XDG_CONFIG_HOME": "", "YOLO_HOME": ""]
    #expect(places(environment) == ["/h/.local/share/yolo", "/h/.config/yolo"])
    #expect(places([:]) == nil)
    #expect(places([:], "/d") == ["/d", "/d/config"])
  }
}
