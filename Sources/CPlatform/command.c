// Runs the command of a wrapper and ends everything it started.
#include "wrapper.h"

#include "CPlatform.h"
#include "processes.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/// How often time, output size and `cancel` are looked at, and how long background processes may
/// go on by themselves after the main one has ended (`> >(tee log)` is still writing then).
enum { TICK_MS = 50, LINGER_MS = 250 };

static pid_t main_pid;
static int main_status, main_ended, children_left;

/// Collects every ended child; orphans of the command are our children too (subreaper).
static void reap(void) {
  int status;
  pid_t pid;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
    if (pid != main_pid) continue;
    main_status = status;
    main_ended = 1;
  }
  children_left = pid == 0;
}

/// The environment for the command: ours with YOLO_CALL naming this attempt.
static char **command_environment(const char *attempt) {
  char **own = yolo_environ();
  size_t count = 0, used = 0;
  while (own[count]) count++;
  char **result = calloc(count + 2, sizeof *result);
  size_t length = strlen(attempt) + sizeof "YOLO_CALL=";
  char *call = malloc(length);
  if (!result || !call) return NULL;
  snprintf(call, length, "YOLO_CALL=%s", attempt);
  result[used++] = call;
  for (size_t i = 0; i < count; i++)
    if (strncmp(own[i], "YOLO_CALL=", 10)) result[used++] = own[i];
  return result;
}

struct failure {
  int error, in_directory;
};

/// The child between fork and exec.
static _Noreturn void become_command(
    const struct request *request, char **environment, int output, int report) {
  struct failure failure = {0};
  sigset_t none;
  sigemptyset(&none);
  setsid();
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigprocmask(SIG_SETMASK, &none, NULL);
  dup2(output, 1);
  dup2(output, 2);  // 0 is /dev/null already.
  if (chdir(request->directory) < 0)
    failure.in_directory = 1;
  else
    execvpe(request->command[0], request->command, environment);
  failure.error = errno;
  ssize_t ignored = write(report, &failure, sizeof failure);
  (void)ignored;
  _exit(127);
}

static int block_signals(void) {
  sigset_t set;
  const int ignored[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE};
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_IGN);
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, NULL);
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/// Waits one tick or for a signal; true when a SIGTERM came.
static int wait_tick(int signals, int milliseconds) {
  struct pollfd entry = {.fd = signals, .events = POLLIN};
  int terminated = 0;
  poll(&entry, 1, milliseconds);
  struct signalfd_siginfo info;
  while (read(signals, &info, sizeof info) == (ssize_t)sizeof info)
    terminated |= info.ssi_signo == SIGTERM;
  reap();
  return terminated;
}

/// Waits until the main process ends or must be ended; returns which.
static enum cause watch(
    const struct request *request, int directory, int output, int signals, long long started) {
  for (;;) {
    struct stat status;
    int cancelled = wait_tick(signals, TICK_MS);
    if (main_ended) return EXITED;
    if (cancelled || faccessat(directory, "cancel", F_OK, 0) == 0) return CANCELLED;
    if (request->time_limit_ms && monotonic_ms() - started >= request->time_limit_ms)
      return TIMEOUT;
    if (fstat(output, &status) == 0 && status.st_size > request->output_limit) return OUTPUT_LIMIT;
  }
}

/// Starts the main process; false with the reason in `outcome`.
static int spawn_main(const struct request *request, int output, struct outcome *outcome) {
  int report[2];
  char **environment = command_environment(request->attempt);
  outcome->error = ENOMEM;
  if (!environment) return 0;
  if (yolo_pipe(report) < 0 || (main_pid = fork()) < 0) {
    outcome->error = errno;
    return 0;
  }
  if (main_pid == 0) become_command(request, environment, output, report[1]);
  close(report[1]);
  struct failure failure = {0};
  ssize_t got;
  do got = read(report[0], &failure, sizeof failure);
  while (got < 0 && errno == EINTR);
  close(report[0]);
  outcome->error = got == (ssize_t)sizeof failure ? failure.error : 0;
  outcome->in_directory = failure.in_directory;
  return outcome->error == 0;
}

struct outcome command_run(const struct request *request, int directory, int output) {
  struct outcome outcome = {.cause = SPAWN_FAILED, .status = -1};
  int signals = block_signals();
  long long started = monotonic_ms();
  if (faccessat(directory, "cancel", F_OK, 0) == 0) {
    outcome.cause = CANCELLED;
    return outcome;
  }
  if (!spawn_main(request, output, &outcome)) return outcome;
  outcome.cause = watch(request, directory, output, signals, started);
  outcome.duration_ms = monotonic_ms() - started;
  if (outcome.cause == EXITED) {
    long long limit = monotonic_ms() + LINGER_MS;
    while (children_left && monotonic_ms() < limit) wait_tick(signals, TICK_MS);
  }
  if (children_left)
    outcome.survivors =
        processes_end(getpid(), request->attempt, request->grace_ms, main_pid, reap);
  reap();
  if (main_ended && WIFEXITED(main_status)) outcome.status = WEXITSTATUS(main_status);
  if (main_ended && WIFSIGNALED(main_status)) outcome.signal = WTERMSIG(main_status);
  struct stat status;
  if (fstat(output, &status) == 0 && status.st_size > request->output_limit
      && ftruncate(output, request->output_limit) < 0)
    return outcome;  // A little more than the limit is kept then, which does no harm.
  return outcome;
}
