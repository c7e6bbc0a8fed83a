import Platform
package import Runtime

extension Capability {
  /// Puts the instruction files of the user and the project into the system prompt, as they are
  /// when a turn begins.
  package static func instructions(configDirectory: String?) -> Capability {
    Capability(
      id: "agent_instructions",
      prompt: { workspace in
        await InstructionFiles(workspace, configDirectory: configDirectory).prompt
      })
  }
}

/// The instruction files that hold for a workspace.
///
/// In each directory `AGENTS.md`, or `CLAUDE.md` where there is none.
/// First the user's own, then those from the repository's root down to the workspace. A file that
/// several places lead to is taken once. A symlink in a project may not lead out of it: a cloned
/// repository must not be able to have the user's private files sent to a provider.
struct InstructionFiles: Sendable, Equatable {
  /// Bytes of all files together; what is larger is cut, each file to a fair share.
  static let budget = 32 * 1024
  /// Bytes of a file that is read at all.
  static let fileLimit = 16 << 20
  /// The names, the first one found in a directory counts.
  static let names = ["AGENTS.md", "CLAUDE.md"]

  struct File: Sendable, Equatable {
    var path: String
    var content: Content
  }

  enum Content: Sendable, Equatable {
    case bytes([UInt8])
    /// Why it is not there.
    case unreadable(String)
  }

  var files: [File] = []

  /// Reads what is there now.
  @concurrent init(_ workspace: Workspace, configDirectory: String?) async {
    let top = Repository.root(of: workspace.root) ?? workspace.root
    let project = Repository.ancestors(of: workspace.root).filter { Paths.contains(top, $0) }
    var seen: Set<String> = []
    if let configDirectory { add(from: configDirectory, within: ["/"], &seen) }
    for directory in project.reversed() {
      add(from: directory, within: [top, workspace.root] + workspace.roots, &seen)
    }
  }

  private mutating func add(
    from directory: String, within roots: [String], _ seen: inout Set<String>
  ) {
    for name in Self.names {
      let path = Paths.join(directory, name)
      do throws(PlatformError) {
        guard try Files.status(path, links: .asThemselves) != nil else { continue }
        let target = try Paths.resolve(path, against: "/")
        guard seen.insert(target).inserted else { return }
        let allowed = try roots.map { root throws(PlatformError) in
          try Paths.resolve(root, against: "/")
        }
        guard allowed.contains(where: { Paths.contains($0, target) }) else {
          let reason = "it is a symbolic link that leads out of the project, to \(target)"
          files.append(File(path: path, content: .unreadable(reason)))
          return
        }
        let bytes = try Files.read(target, limit: Self.fileLimit)
        if !bytes.allSatisfy(Self.isBlank) {
          files.append(File(path: path, content: .bytes(bytes)))
        }
      } catch {
        files.append(File(path: path, content: .unreadable(error.message)))
      }
      return
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  /// The part of the system prompt; empty without files.
  var prompt: String {
    guard !files.isEmpty else { return "" }
    let shares = Self.shares(of: files.map(\.content.size), budget: Self.budget)
    let parts = zip(files, shares).map { file, share in
      let path = file.path.printable(limit: 1000)
      return "<instructions path=\"\(path)\">\n\(file.content.text(share, path))\n</instructions>"
    }
    return ([Self.heading] + parts).joined(separator: "\n\n")
  }

  static let heading = """
    # Instructions
    The user wrote these files, or works in a project that has them. Follow them; a later one is \
    closer to the work and wins over an earlier one, and what the user says in the conversation \
    wins over all of them. They widen nothing of what is said under Care.
    """

  /// How much each may have: all it needs if that is no more than its fair part, and what is left
  /// of the budget in equal parts for the others.
  static func shares(of sizes: [Int], budget: Int) -> [Int] {
    var shares = sizes
    var left = budget
    let bySize = sizes.indices.sorted { sizes[$0] < sizes[$1] }
    for (done, index) in bySize.enumerated() {
      shares[index] = min(sizes[index], left / (sizes.count - done))
      left -= shares[index]
    }
    return shares
  }
}

extension InstructionFiles.Content {
  var size: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .unreadable: 0
    }
  }

  /// The text of the first `share` bytes, cut after a whole line where that loses less than half.
  func text(_ share: Int, _ path: String) -> String {
    switch self {
    case .unreadable(let reason): return "[Not read: \(reason.printable(limit: 1000))]"
    case .bytes(let bytes) where bytes.count <= share: return bytes[...].instructions
    case .bytes(let bytes):
      var kept = bytes.prefix(share)
      if let end = kept.lastIndex(of: UInt8(ascii: "\n")), end >= share / 2 {
        kept = kept[..<end]
      } else {
        while let last = kept.last, last & 0xC0 == 0x80 { kept.removeLast() }
        if let last = kept.last, last >= 0xC0 { kept.removeLast() }
      }
      return kept.instructions
        + "\n[Cut here: the first \(kept.count) of \(bytes.count) bytes; read \(path) for the rest]"
    }
  }
}

extension ArraySlice<UInt8> {
  /// The text without byte order mark and surrounding line ends; what no text has becomes U+FFFD.
  fileprivate var instructions: String {
    var text = String(decoding: self, as: UTF8.self)[...]
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    while text.last?.isNewline == true { text.removeLast() }
    while text.first?.isNewline == true { text.removeFirst() }
    return String(text).replacing("\0", with: "\u{FFFD}")
  }
}
