extension JSONConformance {
  /// Texts that must not parse.
  static let rejected: [String] = structuresRejected + numbersRejected + stringsRejected

  private static let structuresRejected: [String] = [
    "", " ", "\n", "[1 true]", #"["": 1]"#, #"[""],"#, "[,1]", "[1,,2]", "[1,,]", #"["x"]]"#,
    #"["",]"#, #"["x""#, "[x", "[3[4]]", "[1:2]", "[,]", "[-]", "[   , \"\"]", "[\"a\",\n4\n,1,",
    "[1,]", "[1,\n1\n,1", "[\"\u{0B}a\"\\f]", "[*]", "[\"\"", "[1,", "[1,\n1\n,1,", "[{}",
    "[fals]", "[nul]", "[tru]", "[True]", "[NULL]", "[nan]", "[undefined]", "[truefalse]",
    "[true1]", "[nullx]", "tru", "nul", "fals", "t", "n", "f", "True", "TRUE", "None",
    #"["x", truth]"#, #"{[: "x"}"#, #"{"x", null}"#, #"{"x"::"b"}"#, #"{"a":"a" 123}"#,
    "{key: 'value'}", #"{"a" b}"#, #"{:"b"}"#, #"{"a" "b"}"#, #"{"a":"#, #"{"a""#, #"{"a"#,
    "{1:1}", "{9999E9999:1}", "{null:null,null:null}", "{true:1}", #"{"id":0,,,,,}"#, "{'a':0}",
    #"{"id":0,}"#, #"{"a":"b"}/**/"#, #"{"a":"b"}/**//"#, #"{"a":"b"}//"#, #"{"a":"b"}/"#,
    #"{"a":"b",,"c":"d"}"#, #"{a: "b"}"#, #"{"a":"a"#, #"{ "foo" : "bar", "a" }"#,
    #"{"a":"b"}#"#, "{,}", #"{,"a":1}"#, #"{"a"}"#, #"{"a":}"#, #"{"a":1 "b":2}"#, "{[]:1}",
    "{{}:1}", #"{"a"=1}"#, #"{"a";1}"#, #"{"a":1;"b":2}"#, #"{"a":1]"#, "[1}", "<.>", "[<null>]",
    "[1]x", "[1]]", #"["asd]"#, "aå", "[True]", "1]", #"{"x": true,"#, "[][]", "]", "}", "[", "{",
    #"{"}"#, #"{"":"#, "[\u{2060}]", "\u{2060}", "\u{FEFF}", "\u{FEFF}{}", "[]\u{FEFF}",
    "[\u{A0}1]",
    "[\u{0C}]", "[\u{0B}]", "[\u{0}]", "\u{0}", "123\u{0}", "[]\u{0}", "[1]\u{85}", "[\u{2028}1]",
    #"{"asd":"asd""#, "\u{E5}", #"["a","#, "[\"a", "[\"b\",\"\u{E5}\",", "*", "'a'", "['a']", "@",
    "#", "[1] # no", "[1] // no", "[/* no */1]", "//", "/", ",", ":", "[:]", "[\\u000A\"\"]",
    #"[\n]"#, #"{"a":"b""#, "[],[]", "{}{}", "1 2", #""a" "b""#, "null null", "[[]", "[[[]]",
    #"[{"a":[}]"#, #"{"a":[1,{"b":}]}"#, "(1)", "[1;2]", "$", "`a`", "[…]",
  ]

  private static let numbersRejected: [String] = [
    "[++1234]", "[+1]", "[+Inf]", "[-01]", "[-1.0.]", "[-2.]", "[-NaN]", "[.-1]", "[.2e-3]",
    "[0.1.2]", "[0.3e+]", "[0.3e]", "[0.e1]", "[0E+]", "[0E]", "[0e+]", "[0e]", "[1.0e+]",
    "[1.0e-]", "[1.0e]", "[1 000.0]", "[1eE2]", "[2.e+3]", "[2.e-3]", "[2.e3]", "[9.e+]", "[Inf]",
    "[NaN]", "[Infinity]", "[-Infinity]", "[1+2]", "[0x1]", "[0x42]", "[0b1]", "[0o7]", "[- 1]",
    "[-012]", "[-foo]", "[-.123]", "[-1x]", "[1ea]", "[1.]", "[.123]", "[1.2a-3]",
    "[1.8011670033376514H-308]",
    "[012]", "[00]", "[-00]", "[00.5]", "[１]", "[1,000]]", "[1_000]", "[1e1.5]", "[1e--1]",
    "[1e+-1]", "[--1]", "[1-]", "[1..2]", "[1.e]", "[0-1]", "[1e]", "[e1]", "[E5]", "[.]", "[-e1]",
    "[-.]", "-", "+", ".", "1.", "-1.", "1e", "1e+", "01", "0x", "[1d]", "[1f]", "[1L]", "[1n]",
    "[1 .5]", "[1. 5]", "[1 e5]", "[1e 5]", "[1e400]", "[-1e400]", "[1.8e308]",
    "[123123e100000]", "[-123123e100000]", "[0.4e00669999999999999999999999999999999999999969999]",
  ]

  private static let stringsRejected: [String] = [
    #"["\uD800\u"]"#, #"["\uD800\u1"]"#, #"["\uD800\u1x"]"#, "[é]", #"["\x00"]"#, #"["\\\"]"#,
    "[\"\\\t\"]", "[\"\\\u{1F300}\"]", #"["\"]"#, #"["\u00A"]"#, #"["\uD834\uDd"]"#,
    #"["\uD800\uD800\x"]"#, "[\"\\å\"]", #"["\a"]"#, #"["\uqqqq"]"#, #"[\u0020"asd"]"#, "\"",
    "['single quote']", "abc", #"["\"#, "[\"a\u{0}a\"]", "[\"new\nline\"]", "[\"\t\"]",
    "[\"\u{1F}\"]", "[\"\r\"]", "[\"\u{8}\"]", "[\"12345678\u{1}\"]", "[\"12345678901\u{1F}2345\"]",
    "[\"é\u{1F}\"]", "{\"a\tb\":1}", #""\UA66D""#, #"["\U0041"]"#, #"["\'"]"#, #"["\0"]"#,
    #"["\v"]"#, #"["\e"]"#, #"["\u{41}"]"#, #"["\u 041"]"#, #"["\u+041"]"#, #"["\u-041"]"#,
    #"["\u004"]"#, #"["\u00"#, #"["\u"#, #"["\u"]"#, #"["\u004g"]"#, #"["a\"#, #"["a\""#, #""a"#,
    #"{"a":"\"}"#, #"{"\":1}"#, "\"a\n\"", "[\"\\\n\"]", #"["\ "]"#, #"["\N"]"#, #"["\100"]"#,
    "“a”", "«a»", #"""a""#, #"""""#, #"["a"b"]"#, #"["a""b"]"#, #"["a" + "b"]"#,
  ]

  /// Bytes that must not parse, because they are not UTF-8.
  static let rejectedBytes: [[UInt8]] =
    invalidUTF8.flatMap { bad -> [[UInt8]] in
      [
        Array("[\"".utf8) + bad + Array("\"]".utf8),
        Array("[\"12345678é".utf8) + bad + Array("and then more\"]".utf8),
        Array("[\"\\n".utf8) + bad + Array("\\n\"]".utf8),
        Array("{\"".utf8) + bad + Array("\":1}".utf8),
        Array("[\"".utf8) + bad,
        Array("[".utf8) + bad + Array("]".utf8),
        Array("[1]".utf8) + bad,
        bad,
      ]
    } + utf16

  /// Ill-formed sequences: lone and missing continuations, overlong forms, surrogates, too large.
  static let invalidUTF8: [[UInt8]] = [
    [0x80], [0xBF], [0xFF], [0xFE], [0xC0], [0xC1], [0xF5], [0xE5], [0xE9, 0x22],
    [0xC0, 0xAF], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xC3, 0xC3], [0xE2, 0x82],
    [0xE2, 0x28, 0xA1],
    [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF], [0xE0, 0xFF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
    [0xEF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
    [0xF0, 0x28, 0x8C, 0xBC], [0xF4, 0x90, 0x80, 0x80], [0xF4, 0xBF, 0xBF, 0xBF],
    [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x83, 0xBF, 0xBF, 0xBF, 0xBF],
    [0x81, 0x82, 0x83], [0xE6, 0x97, 0xA5, 0xD1, 0x88, 0xFA], [0xFA, 0xBC, 0x80],
  ]

  /// `["é"]` in UTF-16, with and without byte order mark.
  private static let utf16: [[UInt8]] = [
    [0x00, 0x5B, 0x00, 0x22, 0x00, 0xE9, 0x00, 0x22, 0x00, 0x5D],
    [0x5B, 0x00, 0x22, 0x00, 0xE9, 0x00, 0x22, 0x00, 0x5D, 0x00],
    [0xFF, 0xFE, 0x5B, 0x00, 0x22, 0x00, 0xE9, 0x00, 0x22, 0x00, 0x5D, 0x00],
    [0xFE, 0xFF, 0x00, 0x5B, 0x00, 0x22, 0x00, 0xE9, 0x00, 0x22, 0x00, 0x5D],
    [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], [0xEF, 0xBB], [0xEF],
  ]

  /// Texts that RFC 8259 leaves to the parser, and what this one makes of them.
  static let borderline: [Accepted] = [
    Accepted("number_double_huge_neg_exp", "[123.456e-789]", "[0.0]"),
    Accepted("number_real_underflow", "[123e-10000000]", "[0.0]"),
    Accepted("number_negative_underflow", "[-1e-400]", "[-0.0]"),
    Accepted("number_too_big_pos_int", "[100000000000000000000]", "[1e+20]"),
    Accepted(
      "number_too_big_neg_int", "[-123123123123123123123123123123]", "[-1.2312312312312312e+29]"),
    Accepted(
      "number_very_big_negative_int", "[-237462374673276894279832749832423479823246327846]",
      "[-2.374623746732769e+47]"),
    Accepted("object_key_lone_2nd_surrogate", #"{"\uDFAA":0}"#, "{\"\u{FFFD}\":0}"),
    Accepted("string_1st_surrogate_but_2nd_missing", #"["\uDADA"]"#, "[\"\u{FFFD}\"]"),
    Accepted(
      "string_1st_valid_surrogate_2nd_invalid", #"["\uD888\u1234"]"#, "[\"\u{FFFD}\u{1234}\"]"),
    Accepted("string_incomplete_surrogate_and_escape", #"["\uD800\n"]"#, "[\"\u{FFFD}\\n\"]"),
    Accepted("string_incomplete_surrogate_pair", #"["\uDd1ea"]"#, "[\"\u{FFFD}a\"]"),
    Accepted(
      "string_incomplete_surrogates_escape", #"["\uD800\uD800\n"]"#, "[\"\u{FFFD}\u{FFFD}\\n\"]"),
    Accepted("string_invalid_lonely_surrogate", #"["\ud800"]"#, "[\"\u{FFFD}\"]"),
    Accepted("string_invalid_surrogate", #"["\ud800abc"]"#, "[\"\u{FFFD}abc\"]"),
    Accepted("string_inverted_surrogates_U+1D11E", #"["\uDd1e\uD834"]"#, "[\"\u{FFFD}\u{FFFD}\"]"),
    Accepted("string_lone_second_surrogate", #"["\uDFAA"]"#, "[\"\u{FFFD}\"]"),
    Accepted("string_high_then_pair", #"["\ud83d\ud83d\ude39"]"#, "[\"\u{FFFD}😹\"]"),
    Accepted("string_high_then_letter", #"["\ud83d\u0041"]"#, "[\"\u{FFFD}A\"]"),
  ]
}
