// The command wrapper: what it was asked, and what came of it.
#pragma once

#include <stddef.h>
#include <sys/types.h>

/// What the wrapper's arguments say.
struct request {
  const char *attempt, *directory;
  long long time_limit_ms, output_limit;  // time limit 0: none
  int grace_ms;
  char **command;
};

/// Why a command ended; the names are in the exit record.
enum cause { EXITED, TIMEOUT, CANCELLED, OUTPUT_LIMIT, SPAWN_FAILED };

/// What the exit record says.
struct outcome {
  enum cause cause;
  int status, signal;       // of the main process; -1: none
  int error;                // errno of a failed spawn, else 0
  int in_directory;         // whether it was the working directory that failed
  long long duration_ms;
  int survivors;            // processes that were ended after, or besides, the main one
};

/// Takes the attempt: creates `claim`, locks it, and durably writes `run`. Returns whether this
/// process may run the command; false also when an inspector has voided the attempt.
int attempt_claim(int directory, int *claim);

/// Writes the exit record so that it is whole or absent. Returns 0 or -1.
int attempt_finish(int directory, int output, const struct outcome *outcome);

/// Runs the command to its end in its own process session; everything it started is ended too.
struct outcome command_run(const struct request *request, int directory, int output);
