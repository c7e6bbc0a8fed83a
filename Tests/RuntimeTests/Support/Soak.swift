import Glibc

/// Whether the long variants of the tests were asked for.
enum Soak {
  static let isOn = getenv("YOLO_SOAK") != nil
}
