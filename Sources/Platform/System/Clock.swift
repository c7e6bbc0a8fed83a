import CPlatform
import Glibc

/// The clocks of the system.
package enum SystemClock {
  /// Wall-clock time, microseconds since 1970.
  package static func now() -> Int64 {
    let time = read(CLOCK_REALTIME)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  /// Time since some fixed moment; never jumps, stands still while the machine sleeps.
  package static func monotonic() -> Duration {
    let time = read(CLOCK_MONOTONIC)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// How far the clocks of the zone that TZ or `/etc/localtime` sets are ahead of UTC at a moment
  /// (seconds since 1970), and the letters it goes by.
  package static func zone(at moment: Int64) -> (offsetSeconds: Int, letters: String) {
    var seconds = time_t(moment)
    var fields = tm()
    localtime_r(&seconds, &fields)
    return (fields.tm_gmtoff, fields.tm_zone.map { String(cString: $0) } ?? "UTC")
  }

  private static func read(_ clock: clockid_t) -> timespec {
    var time = timespec()
    clock_gettime(clock, &time)
    return time
  }
}

/// Random numbers from the kernel, good enough for keys.
package enum Entropy {
  package static func bytes(_ count: Int) throws(PlatformError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard yolo_random(&bytes, count) == 0 else {
      throw PlatformError(errno: errno, doing: "read random bytes")
    }
    return bytes
  }

  /// `count` random bytes as lower-case hexadecimal digits.
  package static func hex(_ count: Int) throws(PlatformError) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = try bytes(count).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
