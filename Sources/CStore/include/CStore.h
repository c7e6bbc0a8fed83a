// What Swift cannot import of SQLite: its cast macros and variadic functions.
#pragma once
#include <sqlite3.h>

/// Binds a copy of `length` bytes of UTF-8; returns a SQLite result code.
int yolo_bind_text(sqlite3_stmt *statement, int index, const char *text, int length);
