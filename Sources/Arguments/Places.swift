/// Where files live, from the environment alone (XDG Base Directory Specification 0.8).
package struct Places: Sendable, Equatable {
  /// The log and everything beside it.
  package var data: String
  /// Settings and credentials.
  package var config: String

  /// The places a command line and its environment mean; nil where nothing says where home is.
  ///
  /// `YOLO_HOME` keeps everything below itself; a relative XDG directory counts as not set, as its
  /// specification wants.
  package init?(_ environment: [String: String], dataDirectory: String?) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    func xdg(_ name: String, _ fallback: String) -> String? {
      let base = value(name).flatMap { $0.hasPrefix("/") ? $0 : nil }
      return (base ?? value("HOME").map { "\($0)/\(fallback)" }).map { "\($0)/yolo" }
    }
    let home = value("YOLO_HOME")
    let data = dataDirectory ?? home.map { "\($0)/data" } ?? xdg("XDG_DATA_HOME", ".local/share")
    guard let data else { return nil }
    self.data = data
    // Without a home there are no settings to read, which is no reason to refuse to work.
    config = home.map { "\($0)/config" } ?? xdg("XDG_CONFIG_HOME", ".config") ?? "\(data)/config"
  }
}
