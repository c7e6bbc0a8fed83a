// The processes that belong to a command, found in /proc, and how they are ended.
#pragma once

#include <sys/types.h>

/// A process, told apart from a later one with the same number by its start time.
struct process {
  pid_t pid;
  unsigned long long start;
};

struct process_set {
  struct process *items;
  size_t count, capacity;
};

/// Adds to `set` what it does not hold yet of: the descendants of `root` (0: of nobody), the
/// processes that carry `YOLO_CALL=<call>`, the descendants of those, and the other members of
/// their process sessions. Never the calling process. Returns how many found ones are alive.
size_t processes_find(pid_t root, const char *call, struct process_set *set);

/// Sends `signal` to those of `set` that still live; returns how many.
size_t processes_signal(const struct process_set *set, int signal);

/// TERM to all of them, up to `grace_ms`, then KILL to the remembered and the newly found ones.
/// `reap` (may be NULL) is called while waiting. Returns how many there were, without `main_pid`.
int processes_end(pid_t root, const char *call, int grace_ms, pid_t main_pid, void (*reap)(void));

/// Milliseconds of the monotonic clock.
long long monotonic_ms(void);
