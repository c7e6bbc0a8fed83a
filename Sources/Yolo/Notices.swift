/// The notices of what is linked statically into the program.
enum Notices {
  /// The text of `THIRD_PARTY.md`.
  static var text: String { String(decoding: PackageResources.THIRD_PARTY_md, as: UTF8.self) }
}
