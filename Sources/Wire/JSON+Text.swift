extension JSON {
  /// The value without any space, members in their order.
  ///
  /// Doubles are written with the fewest digits that read back as the same double; those that JSON
  /// cannot express (NaN and the infinities) as `null`.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The same as `text`, as UTF-8.
  public var bytes: [UInt8] { written(.compact) }

  /// The value without any space, members sorted by the bytes of their keys, for hashing.
  ///
  /// Guarantee: equal values have the same canonical text.
  public var canonical: String { String(decoding: written(.canonical), as: UTF8.self) }

  /// The value over several lines, indented by two spaces a level, members in their order.
  public var pretty: String { String(decoding: written(.pretty), as: UTF8.self) }

  private func written(_ style: JSONWriter.Style) -> [UInt8] {
    var writer = JSONWriter(style: style)
    writer.write(self)
    return writer.output
  }
}
