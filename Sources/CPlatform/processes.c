#include "processes.h"

#include "CPlatform.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/// How long killed processes may take to vanish before they are given up (a disk wait).
enum { KILL_PATIENCE_MS = 3000, PAUSE_MS = 5, PAUSE_LIMIT_MS = 80 };
/// An environment is searched up to here.
enum { ENVIRONMENT_LIMIT = 1 << 21 };

struct entry {
  struct process process;
  pid_t parent, session;
  int member;
};

long long monotonic_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/// Reads a whole small /proc file; returns its length or -1. The result ends with a NUL.
static ssize_t read_proc(pid_t pid, const char *name, char *buffer, size_t capacity) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  size_t length = 0;
  for (;;) {
    ssize_t got = read(fd, buffer + length, capacity - 1 - length);
    if (got <= 0) break;
    length += (size_t)got;
    if (length == capacity - 1) break;
  }
  close(fd);
  buffer[length] = 0;
  return (ssize_t)length;
}

/// Fills `entry` from /proc/<pid>/stat; false when the process is gone or a zombie.
static int read_stat(pid_t pid, struct entry *entry) {
  char text[1024];
  if (read_proc(pid, "stat", text, sizeof text) <= 0) return 0;
  char *after_name = strrchr(text, ')');
  if (!after_name) return 0;
  char state = 0;
  int parent = 0, session = 0;
  unsigned long long start = 0;
  int fields = sscanf(
      after_name + 1,
      " %c %d %*d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", &state,
      &parent, &session, &start);
  if (fields != 4 || state == 'Z' || state == 'X') return 0;
  *entry = (struct entry){{pid, start}, parent, session, 0};
  return 1;
}

/// Whether the environment the process was started with holds YOLO_CALL=<call>.
static int carries_call(pid_t pid, const char *call, char *buffer) {
  ssize_t length = read_proc(pid, "environ", buffer, ENVIRONMENT_LIMIT);
  size_t call_length = strlen(call);
  for (char *at = buffer; at < buffer + (length > 0 ? length : 0); at += strlen(at) + 1)
    if (!strncmp(at, "YOLO_CALL=", 10) && strlen(at + 10) == call_length && !strcmp(at + 10, call))
      return 1;
  return 0;
}

static size_t list_processes(struct entry **entries) {
  size_t count = 0, capacity = 0;
  *entries = NULL;
  DIR *directory = opendir("/proc");
  if (!directory) return 0;
  for (struct dirent *item; (item = readdir(directory));) {
    pid_t pid = (pid_t)atoi(item->d_name);
    struct entry entry;
    if (pid <= 0 || !read_stat(pid, &entry)) continue;
    if (count == capacity) {
      size_t larger = capacity ? capacity * 2 : 256;
      struct entry *grown = realloc(*entries, larger * sizeof **entries);
      if (!grown) break;
      *entries = grown;
      capacity = larger;
    }
    (*entries)[count++] = entry;
  }
  closedir(directory);
  return count;
}

/// Marks children of members (and of `root`) and session mates until nothing changes.
static void close_over(struct entry *entries, size_t count, pid_t root) {
  pid_t self = getpid(), own_session = getsid(0);
  for (int changed = 1; changed;) {
    changed = 0;
    for (size_t i = 0; i < count; i++) {
      struct entry *entry = &entries[i];
      if (entry->member || entry->process.pid == self) continue;
      int joins = root && entry->parent == root;
      for (size_t j = 0; j < count && !joins; j++) {
        const struct entry *other = &entries[j];
        joins = other->member
            && (other->process.pid == entry->parent
                || (other->session == entry->session && entry->session != own_session));
      }
      if (joins) entry->member = changed = 1;
    }
  }
}

static void remember(struct process_set *set, struct process process) {
  for (size_t i = 0; i < set->count; i++)
    if (set->items[i].pid == process.pid && set->items[i].start == process.start) return;
  if (set->count == set->capacity) {
    size_t larger = set->capacity ? set->capacity * 2 : 64;
    struct process *grown = realloc(set->items, larger * sizeof *grown);
    if (!grown) return;
    set->items = grown;
    set->capacity = larger;
  }
  set->items[set->count++] = process;
}

size_t processes_find(pid_t root, const char *call, struct process_set *set) {
  struct entry *entries;
  size_t count = list_processes(&entries), found = 0;
  char *buffer = malloc(ENVIRONMENT_LIMIT);
  pid_t self = getpid();
  for (size_t i = 0; i < count && buffer; i++)
    if (entries[i].process.pid != self && carries_call(entries[i].process.pid, call, buffer))
      entries[i].member = 1;
  free(buffer);
  close_over(entries, count, root);
  for (size_t i = 0; i < count; i++) {
    if (!entries[i].member) continue;
    remember(set, entries[i].process);
    found++;
  }
  free(entries);
  return found;
}

/// Signals one remembered process through a pidfd, so that a successor is never hit.
static int signal_process(struct process process, int signal) {
  struct entry now;
  int fd = (int)syscall(SYS_pidfd_open, process.pid, 0);
  int same = read_stat(process.pid, &now) && now.process.start == process.start;
  if (same && signal) {
    if (fd >= 0)
      syscall(SYS_pidfd_send_signal, fd, signal, NULL, 0);
    else
      kill(process.pid, signal);
  }
  if (fd >= 0) close(fd);
  return same;
}

size_t processes_signal(const struct process_set *set, int signal) {
  size_t alive = 0;
  for (size_t i = 0; i < set->count; i++) alive += (size_t)signal_process(set->items[i], signal);
  return alive;
}

static void pause_ms(int milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  nanosleep(&time, NULL);
}

int processes_end(pid_t root, const char *call, int grace_ms, pid_t main_pid, void (*reap)(void)) {
  struct process_set set = {0};
  processes_find(root, call, &set);
  processes_signal(&set, SIGTERM);
  processes_signal(&set, SIGCONT);
  long long limit = monotonic_ms() + grace_ms;
  for (int wait = PAUSE_MS; monotonic_ms() < limit;
       wait = wait < PAUSE_LIMIT_MS ? wait * 2 : wait) {
    if (reap) reap();
    // All remembered ones gone is not enough: a process may have forked after the first look.
    if (!processes_signal(&set, 0) && !processes_find(root, call, &set)) break;
    pause_ms(wait);
  }
  limit = monotonic_ms() + KILL_PATIENCE_MS;
  for (;;) {
    size_t found = processes_find(root, call, &set);
    size_t killed = processes_signal(&set, SIGKILL);
    if (reap) reap();
    if ((!found && !killed) || monotonic_ms() >= limit) break;
    pause_ms(PAUSE_MS);
  }
  int count = 0;
  for (size_t i = 0; i < set.count; i++) count += set.items[i].pid != main_pid;
  free(set.items);
  return count;
}

int yolo_end_call(const char *call, int grace_ms) {
  return processes_end(0, call, grace_ms, 0, NULL);
}
