// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built with the same strictness.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// Debian's C libraries are linked statically, so that the program starts in
/// milliseconds; `YOLO_DYNAMIC=1` links the shared ones instead.
func debian(_ names: String...) -> [LinkerSetting] {
  let dynamic = Context.environment["YOLO_DYNAMIC"] != nil
  return names.map { .linkedLibrary(dynamic ? $0 : ":lib\($0).a") } + [.linkedLibrary("m")]
}

/// A library target; `embed` names text files that become part of the binary.
func target(
  _ name: String, _ dependencies: [Target.Dependency], embed: [String] = [],
  linker: [LinkerSetting] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: ["README.md"],
    resources: embed.isEmpty ? nil : embed.map { .embedInCode($0) }, swiftSettings: strict,
    linkerSettings: linker)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "yolo",
  products: [
    .executable(name: "yolo", targets: ["Yolo"]),
    .library(name: "YoloRuntime", targets: ["Runtime", "Events", "Wire", "Store"]),
  ],
  targets: [
    .target(name: "CPlatform", exclude: ["README.md"], cSettings: [.define("_GNU_SOURCE")]),
    .target(name: "CStore"),
    target("Wire", []),
    target("Events", ["Wire"]),
    target("Platform", ["Wire", "CPlatform"]),
    target("Runtime", ["Events", "Wire"]),
    target(
      "Store", ["Runtime", "Events", "Platform", "Wire", "CStore"], linker: debian("sqlite3")),
    target("Providers", ["Runtime", "Events", "Platform", "Wire"]),
    target(
      "Tools", ["Runtime", "Events", "Platform", "Wire"],
      embed: [
        "Read/read_file.md", "Write/write_file.md", "Edit/edit_file.md", "Bash/bash.md",
      ]),
    target(
      "Agent", ["Runtime", "Events", "Tools", "Platform", "Wire"],
      embed: ["Prompt/BasePrompt.md"]),
    target("Arguments", []),
    target("OneShot", ["Events", "Wire"]),
    .executableTarget(
      name: "Yolo",
      dependencies: [
        "Agent", "Arguments", "Events", "OneShot", "Platform", "Providers", "Runtime", "Store",
        "Tools", "Wire",
      ],
      exclude: ["README.md"], resources: [.embedInCode("THIRD_PARTY.md")], swiftSettings: strict),
    .executableTarget(
      name: "Embed", dependencies: ["Runtime", "Events", "Store", "Providers", "Wire"],
      path: "Sources/Examples/Embed", swiftSettings: strict),
    tests("TidyTests", ["Events", "Wire"]),
    tests("WireTests", ["Wire"]),
    tests("PlatformTests", ["Platform", "Wire"]),
    tests("RuntimeTests", ["Runtime", "Events", "Platform", "Store", "Wire"]),
    tests("StoreTests", ["Store", "Runtime", "Events", "Platform", "Wire", "CStore"]),
    tests("ProvidersTests", ["Providers", "Runtime", "Events", "Platform", "Wire"]),
    tests("ToolsTests", ["Tools", "Runtime", "Events", "Platform", "Wire"]),
    tests("AgentTests", ["Agent", "Runtime", "Events", "Platform", "Wire"]),
    tests("ArgumentsTests", ["Arguments"]),
    tests("OneShotTests", ["OneShot", "Events", "Wire"]),
    tests("YoloTests", ["Yolo", "Wire", "CStore"]),
  ]
)
