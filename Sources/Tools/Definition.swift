import Events
import Runtime
import Wire

/// What the model is told about a tool, put together from the text beside its source and a schema.
enum Definition {
  /// `text` is the embedded description; `properties` the schemas of the arguments.
  static func make(
    _ name: String, _ text: [UInt8], _ effectClass: EffectClass, required: [String],
    _ properties: JSONObject
  ) -> ToolDefinition {
    var text = text[...]
    while text.last == 0x0A { text.removeLast() }
    return ToolDefinition(
      name: name, description: String(decoding: text, as: UTF8.self),
      parameters: [
        "type": "object", "properties": .object(properties),
        "required": .array(required.map { .string($0) }), "additionalProperties": false,
      ],
      effectClass: effectClass)
  }
}
