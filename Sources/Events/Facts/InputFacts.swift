public import Wire

/// When an input takes its place in the history.
public enum Delivery: String, JSONRepresentable {
  /// It opens a turn of its own.
  case newTurn = "new_turn"
  /// It joins the open turn at the next model call.
  case steer
  /// It waits for the open turn to end, then opens one.
  case followUp = "follow_up"
}

/// `input.message`: accepted for good; it is answered sooner or later, or withdrawn.
public struct InputMessage: FactPayload {
  public static let type = "input.message"
  public var message: Message
  /// Unique in the session: submitting the same key again changes nothing.
  public var inputKey: String
  public var delivery: Delivery

  public init(message: Message, inputKey: String, delivery: Delivery) {
    self.message = message
    self.inputKey = inputKey
    self.delivery = delivery
  }

  public init(json: JSON) throws(FormatError) {
    let fields = try Fields(json)
    message = try fields("message")
    inputKey = try fields("input_key")
    delivery = try fields("delivery")
  }

  public var json: JSON {
    record(
      ("message", message.json), ("input_key", inputKey.json), ("delivery", delivery.json))
  }
}

/// `input.withdrawn`: taken back while it was still queued.
public struct InputWithdrawn: FactPayload {
  public static let type = "input.withdrawn"
  public var messageID: MessageID

  public init(messageID: MessageID) { self.messageID = messageID }

  public init(json: JSON) throws(FormatError) { messageID = try Fields(json)("message_id") }

  public var json: JSON { record(("message_id", messageID.json)) }
}
