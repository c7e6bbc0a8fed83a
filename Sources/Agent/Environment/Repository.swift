import Platform

/// The git repository that a directory belongs to.
package enum Repository {
  /// The nearest directory from `directory` upwards that holds `.git`; nil outside of a repository.
  package static func root(of directory: String) -> String? {
    for directory in ancestors(of: directory) {
      // What cannot be looked at is as good as absent here.
      if let entry = try? Files.status(Paths.join(directory, ".git")),
        entry.kind == .directory || entry.kind == .file
      {
        return directory
      }
    }
    return nil
  }

  /// The directory itself and those above it, up to the root of the file system.
  static func ancestors(of directory: String) -> [String] {
    var directories = [Paths.normalize(directory)]
    while let last = directories.last, last != "/", last.hasPrefix("/") {
      directories.append(Paths.split(last).directory)
    }
    return directories
  }
}
