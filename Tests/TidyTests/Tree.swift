import Glibc

/// The files of this repository.
enum Tree {
  /// The folder that holds Package.swift, absolute.
  static let root: String = {
    // …/Tests/TidyTests/Tree.swift
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  /// The file at a path relative to the root; nil where it cannot be read.
  static func file(_ path: String) -> SourceFile? {
    guard let stream = fopen("\(root)/\(path)", "rb") else { return nil }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 {
      bytes += buffer[..<count]
    }
    return SourceFile(path: path, bytes: bytes)
  }

  /// The files below a folder whose names end so, in order of path.
  static func files(under folder: String, ending: String...) -> [SourceFile] {
    paths(under: folder).sorted().filter { path in ending.contains { path.hasSuffix($0) } }
      .compactMap { file($0) }
  }

  /// Whether a path relative to the root exists.
  static func has(_ path: String) -> Bool { access("\(root)/\(path)", F_OK) == 0 }

  private static func paths(under folder: String) -> [String] {
    entries(of: folder).flatMap { entry in
      entry.isFolder ? paths(under: "\(folder)/\(entry.name)") : ["\(folder)/\(entry.name)"]
    }
  }

  private static func entries(of folder: String) -> [(name: String, isFolder: Bool)] {
    guard let directory = opendir("\(root)/\(folder)") else { return [] }
    defer { closedir(directory) }
    var entries: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(".") { continue }
      entries.append((name, entry.pointee.d_type == UInt8(DT_DIR)))
    }
    return entries
  }
}
