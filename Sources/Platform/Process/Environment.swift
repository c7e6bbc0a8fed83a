import CPlatform
import Glibc

/// Environment variables as values; the process's own are never changed.
package enum Environment {
  /// The variables this process was started with; of doubled names the first, as getenv has it.
  package static func own() -> [String: String] {
    var result: [String: String] = [:]
    guard var at = yolo_environ() else { return result }
    while let entry = at.pointee {
      if let (name, value) = parse(String(cString: entry)) {
        result[name] = result[name] ?? value
      }
      at += 1
    }
    return result
  }

  /// The variables for a child: all but those named.
  package static func forChildren(
    from environment: [String: String], removing names: Set<String>
  ) -> [String: String] {
    environment.filter { !names.contains($0.key) }
  }

  static func parse(_ entry: String) -> (name: String, value: String)? {
    guard let equals = entry.firstIndex(of: "="), equals > entry.startIndex else { return nil }
    return (String(entry[..<equals]), String(entry[entry.index(after: equals)...]))
  }
}
