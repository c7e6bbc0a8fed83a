import Testing

/// The cases of the JSONTestSuite corpus (Nicolas Seriot, "Parsing JSON is a Minefield"), and some
/// more, written out by hand.
enum JSONConformance {
  /// A text that must parse, and what it is written as afterwards.
  struct Accepted: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let written: String
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ written: String? = nil) {
      self.name = name
      self.text = text
      self.written = written ?? text
    }
  }

  static let accepted: [Accepted] = structures + numbers + strings

  private static let structures: [Accepted] = [
    Accepted("array_arraysWithSpaces", "[[]   ]", "[[]]"),
    Accepted("array_empty", "[]"),
    Accepted("array_empty_string", #"[""]"#),
    Accepted("array_ending_with_newline", "[\"a\"]\n", #"["a"]"#),
    Accepted("array_false", "[false]"),
    Accepted("array_heterogeneous", #"[null, 1, "1", {}]"#, #"[null,1,"1",{}]"#),
    Accepted("array_null", "[null]"),
    Accepted("array_with_1_and_newline", "[1\n]", "[1]"),
    Accepted("array_with_leading_space", " [1]", "[1]"),
    Accepted("array_with_several_null", "[1,null,null,null,2]"),
    Accepted("array_with_trailing_space", "[2] ", "[2]"),
    Accepted("array_nested", "[[[[1]],[]]]"),
    Accepted("object", #"{"asd":"sdf", "dfg":"fgh"}"#, #"{"asd":"sdf","dfg":"fgh"}"#),
    Accepted("object_basic", #"{"asd":"sdf"}"#),
    Accepted("object_duplicated_key", #"{"a":"b","a":"c"}"#, #"{"a":"c"}"#),
    Accepted("object_duplicated_key_first_place", #"{"a":1,"b":2,"a":3}"#, #"{"a":3,"b":2}"#),
    Accepted("object_duplicated_key_and_value", #"{"a":"b","a":"b"}"#, #"{"a":"b"}"#),
    Accepted("object_duplicated_by_escape", #"{"a":1,"\u0061":2}"#, #"{"a":2}"#),
    Accepted("object_empty", "{}"),
    Accepted("object_empty_key", #"{"":0}"#),
    Accepted("object_escaped_null_in_key", #"{"foo\u0000bar": 42}"#, #"{"foo\u0000bar":42}"#),
    Accepted(
      "object_extreme_numbers", #"{ "min": -1.0e+28, "max": 1.0e+28 }"#,
      #"{"min":-1e+28,"max":1e+28}"#),
    Accepted(
      "object_long_strings", #"{"x":[{"id": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}]}"#,
      #"{"x":[{"id":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}]}"#),
    Accepted("object_simple", #"{"a":[]}"#),
    Accepted(
      "object_string_unicode", #"{"title":"\u041f\u043e\u043b"}"#, #"{"title":"Пол"}"#),
    Accepted("object_with_newlines", "{\n\"a\": \"b\"\n}", #"{"a":"b"}"#),
    Accepted("object_nested", #"{"a":{"b":{"c":{}}}}"#),
    Accepted("structure_lonely_false", "false"),
    Accepted("structure_lonely_int", "42"),
    Accepted("structure_lonely_negative_real", "-0.1"),
    Accepted("structure_lonely_null", "null"),
    Accepted("structure_lonely_string", #""asd""#),
    Accepted("structure_lonely_true", "true"),
    Accepted("structure_string_empty", #""""#),
    Accepted("structure_trailing_newline", "[\"a\"]\n\n", #"["a"]"#),
    Accepted("structure_true_in_array", "[true]"),
    Accepted("structure_whitespace_array", " [] ", "[]"),
    Accepted("structure_every_space", "\t\n\r [\t\n\r 1\t\n\r ,\t\n\r 2\t\n\r ]\t\n\r ", "[1,2]"),
    Accepted("structure_space_in_object", " { \"a\" : 1 , \"b\" : 2 } ", #"{"a":1,"b":2}"#),
  ]

  private static let numbers: [Accepted] = [
    Accepted("number", "[123e65]", "[1.23e+67]"),
    Accepted("number_0e+1", "[0e+1]", "[0.0]"),
    Accepted("number_0e1", "[0e1]", "[0.0]"),
    Accepted("number_after_space", "[ 4]", "[4]"),
    Accepted(
      "number_double_close_to_zero",
      "[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]",
      "[-1e-78]"),
    Accepted("number_int_with_exp", "[20e1]", "[200.0]"),
    Accepted("number_minus_zero", "[-0]", "[0]"),
    Accepted("number_negative_int", "[-123]"),
    Accepted("number_negative_one", "[-1]"),
    Accepted("number_negative_zero_fraction", "[-0.0]"),
    Accepted("number_real_capital_e", "[1E22]", "[1e+22]"),
    Accepted("number_real_capital_e_neg_exp", "[1E-2]", "[0.01]"),
    Accepted("number_real_capital_e_pos_exp", "[1E+2]", "[100.0]"),
    Accepted("number_real_exponent", "[123e45]", "[1.23e+47]"),
    Accepted("number_real_fraction_exponent", "[123.456e78]", "[1.23456e+80]"),
    Accepted("number_real_neg_exp", "[1e-2]", "[0.01]"),
    Accepted("number_real_pos_exponent", "[1e+2]", "[100.0]"),
    Accepted("number_simple_int", "[123]"),
    Accepted("number_simple_real", "[123.456789]"),
    Accepted("number_zero", "0"),
    Accepted("number_exponent_leading_zeros", "[1e0005]", "[100000.0]"),
    Accepted("number_int64_max", "[9223372036854775807]"),
    Accepted("number_int64_min", "[-9223372036854775808]"),
    Accepted("number_beyond_int64", "[9223372036854775808]", "[9.223372036854776e+18]"),
    Accepted("number_below_int64", "[-9223372036854775809]", "[-9.223372036854776e+18]"),
    Accepted("number_uint64_max", "[18446744073709551615]", "[1.8446744073709552e+19]"),
    Accepted("number_beyond_uint64", "[18446744073709551616]", "[1.8446744073709552e+19]"),
    Accepted("number_greatest_double", "[1.7976931348623157e308]", "[1.7976931348623157e+308]"),
    Accepted("number_least_double", "[5e-324]"),
    Accepted("number_half_way", "[9007199254740993.0]", "[9007199254740992.0]"),
    Accepted("number_tenth", "[0.1]"),
    Accepted("number_many_digits", "[0.1000000000000000055511151231257827]", "[0.1]"),
    Accepted("number_exponent_zero", "[1e0,1e-0,1e+0]", "[1.0,1.0,1.0]"),
    Accepted("number_zero_huge_exponent", "[0e99999]", "[0.0]"),
    Accepted("number_fraction_zeros", "[1.000]", "[1.0]"),
  ]

  private static let strings: [Accepted] = [
    Accepted("string_1_2_3_bytes_UTF-8_sequences", #"["\u0060\u012a\u12AB"]"#, #"["`Īካ"]"#),
    Accepted("string_accepted_surrogate_pair", #"["\uD801\udc37"]"#, #"["𐐷"]"#),
    Accepted("string_accepted_surrogate_pairs", #"["\ud83d\ude39\ud83d\udc8d"]"#, #"["😹💍"]"#),
    Accepted("string_first_pair", #"["\ud800\udc00"]"#, "[\"\u{10000}\"]"),
    Accepted("string_last_pair", #"["\udbff\udfff"]"#, "[\"\u{10FFFF}\"]"),
    Accepted("string_allowed_escapes", #"["\"\\\/\b\f\n\r\t"]"#, #"["\"\\/\b\f\n\r\t"]"#),
    Accepted("string_backslash_and_u_escaped_zero", #"["\\u0000"]"#),
    Accepted("string_backslash_doublequotes", #"["\""]"#),
    Accepted("string_comments", #"["a/*b*/c/*d//e"]"#),
    Accepted("string_double_escape_a", #"["\\a"]"#),
    Accepted("string_double_escape_n", #"["\\n"]"#),
    Accepted("string_escaped_control_character", #"["\u0012"]"#),
    Accepted("string_escaped_noncharacter", #"["\uFFFF"]"#, "[\"\u{FFFF}\"]"),
    Accepted("string_in_array", #"["asd"]"#),
    Accepted("string_in_array_with_leading_space", #"[ "asd"]"#, #"["asd"]"#),
    Accepted("string_last_surrogates_1_and_2", #"["\uDBFF\uDFFF"]"#, "[\"\u{10FFFF}\"]"),
    Accepted("string_nbsp_uescaped", #"["new\u00A0line"]"#, "[\"new\u{A0}line\"]"),
    Accepted("string_nonCharacterInUTF-8_U+10FFFF", "[\"\u{10FFFF}\"]"),
    Accepted("string_nonCharacterInUTF-8_U+FFFF", "[\"\u{FFFF}\"]"),
    Accepted("string_null_escape", #"["\u0000"]"#),
    Accepted("string_one-byte-utf-8", #"["\u002c"]"#, #"[","]"#),
    Accepted("string_pi", #"["π"]"#),
    Accepted("string_reservedCharacterInUTF-8_U+1BFFF", "[\"\u{1BFFF}\"]"),
    Accepted("string_simple_ascii", #"["asd "]"#),
    Accepted("string_space", #"" ""#),
    Accepted("string_three-byte-utf-8", #"["\u0821"]"#, "[\"\u{821}\"]"),
    Accepted("string_two-byte-utf-8", #"["\u0123"]"#, "[\"\u{123}\"]"),
    Accepted("string_u+2028_line_sep", "[\"\u{2028}\"]"),
    Accepted("string_u+2029_par_sep", "[\"\u{2029}\"]"),
    Accepted("string_uEscape", #"["\u0061\u30af\u30EA\u30b9"]"#, #"["aクリス"]"#),
    Accepted("string_uescaped_newline", #"["new\u000Aline"]"#, #"["new\nline"]"#),
    Accepted("string_unescaped_char_delete", "[\"\u{7F}\"]"),
    Accepted("string_unicode", #"["\uA66D"]"#, "[\"\u{A66D}\"]"),
    Accepted("string_unicodeEscapedBackslash", #"["\u005C"]"#, #"["\\"]"#),
    Accepted("string_unicode_2", #"["⍂㈴⍂"]"#),
    Accepted("string_unicode_U+10FFFE_nonchar", #"["\uDBFF\uDFFE"]"#, "[\"\u{10FFFE}\"]"),
    Accepted("string_unicode_U+200B_ZERO_WIDTH_SPACE", #"["\u200B"]"#, "[\"\u{200B}\"]"),
    Accepted("string_unicode_U+2064_invisible_plus", #"["\u2064"]"#, "[\"\u{2064}\"]"),
    Accepted(
      "string_unicode_U+FDD0_nonchar", #"["\uFDD0"]"#,
      "[\"\(String(decoding: [0xEF, 0xB7, 0x90], as: UTF8.self))\"]"),
    Accepted("string_unicode_escaped_double_quote", #"["\u0022"]"#, #"["\""]"#),
    Accepted("string_utf8", #"["€𝄞"]"#),
    Accepted("string_with_del_character", "[\"a\u{7F}a\"]"),
    Accepted("string_C1_control", "[\"\u{85}\"]"),
    Accepted("string_byte_order_mark_inside", "[\"\u{FEFF}\"]"),
    Accepted("string_of_eight", #"["12345678"]"#),
    Accepted("string_escape_after_eight", #"["12345678\n12345678"]"#),
    Accepted("string_quote_in_every_place", #"["1\"","12\"","123\"","1234567\"","é\"é"]"#),
    Accepted("string_long_with_umlauts", #"["ääääääääääääääääääääääääääääääää\\ä"]"#),
  ]
}
