// What Swift cannot import of SQLite: its cast macros and variadic functions.
#pragma once
#include <sqlite3.h>
