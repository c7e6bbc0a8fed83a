import Platform

/// A new directory that goes with the last reference.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws { path = try Files.makeTemporaryDirectory("yolo-store-tests") }

  deinit {
    // What is left over lies in the system's temporary directory.
    try? Files.removeTree(path)
  }
}
