// The entry of the command wrapper and its files. Protocol, in the attempt directory:
//
//   alive     a FIFO made by the starter; the wrapper holds its write end as descriptor 3 for life,
//             so that readers see a hang-up when it is gone, however it went.
//   claim     created with O_EXCL and locked for life. Whoever creates it first decides: an
//             inspector that locks it and finds no `run` writes "void" into it, after which no
//             wrapper runs anything here. The lock being busy means the wrapper lives.
//   run       durable before the command starts: "pid=<n> started_us=<n>". For people only.
//   output    standard output and error of the command, interleaved, appended by the command.
//   cancel    created by whoever wants the command ended; looked for every TICK_MS. A SIGTERM to
//             the wrapper does the same at once.
//   exit.tmp  made by the starter as large as a record, so that a full disk cannot lose one.
//   exit      the record, renamed from exit.tmp after an fsync. One line, whole when it ends in
//             " end\n":
//             "cause=exited status=0 signal=0 errno=0 at=- duration_ms=12 survivors=0 end"
//
// A killed wrapper leaves no `exit`; its command's outcome is then unknown.
#include "wrapper.h"

#include "CPlatform.h"
#include "processes.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/// Descriptors of a wrapper: 0 to 2 are /dev/null, 3 is the write end of `alive`.
enum { ALIVE = 3, FIRST_FREE = 4, REFUSED = 3 };

static int write_all(int fd, const char *text, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t wrote = write(fd, text + done, length - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return -1;
    done += (size_t)wrote;
  }
  return 0;
}

int attempt_claim(int directory, int *claim) {
  struct stat status;
  *claim = openat(directory, "claim", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (*claim < 0) return 0;
  while (flock(*claim, LOCK_EX) < 0)
    if (errno != EINTR) return 0;
  if (fstat(*claim, &status) < 0 || status.st_size != 0) return 0;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  char text[96];
  int length = snprintf(
      text, sizeof text, "pid=%d started_us=%lld\n", getpid(),
      (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
  int run = openat(directory, "run", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (run < 0) return 0;
  int written = write_all(run, text, (size_t)length) == 0 && fsync(run) == 0;
  close(run);
  return written && fsync(directory) == 0;
}

int attempt_finish(int directory, int output, const struct outcome *outcome) {
  static const char *const causes[] = {
      "exited", "timeout", "cancelled", "output_limit", "spawn_failed"};
  const char *at = !outcome->error ? "-" : outcome->in_directory ? "directory" : "program";
  char text[256];
  int length = snprintf(
      text, sizeof text,
      "cause=%s status=%d signal=%d errno=%d at=%s duration_ms=%lld survivors=%d end\n",
      causes[outcome->cause], outcome->status, outcome->signal, outcome->error, at,
      outcome->duration_ms, outcome->survivors);
  fsync(output);  // A failure shows in the output itself; the record must not be lost for it.
  int record = openat(directory, "exit.tmp", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (record < 0) return -1;
  int written = write_all(record, text, (size_t)length) == 0 && ftruncate(record, length) == 0
      && fsync(record) == 0;
  close(record);
  if (!written || renameat(directory, "exit.tmp", directory, "exit") < 0) return -1;
  return fsync(directory);
}

static int run_wrapper(int argc, char **argv) {
  if (argc < 8) return REFUSED;
  struct request request = {
      .attempt = argv[2],
      .directory = argv[3],
      .time_limit_ms = atoll(argv[4]),
      .output_limit = atoll(argv[5]),
      .grace_ms = atoi(argv[6]),
      .command = argv + 7,
  };
  closefrom(FIRST_FREE);
  fcntl(ALIVE, F_SETFD, FD_CLOEXEC);
  int claim;
  int directory = open(request.attempt, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0 || !attempt_claim(directory, &claim)) return REFUSED;
  int output = openat(directory, "output", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  struct outcome outcome = {.cause = SPAWN_FAILED, .status = -1, .error = errno};
  if (output >= 0) outcome = command_run(&request, directory, output);
  return attempt_finish(directory, output, &outcome) == 0 ? 0 : 1;
}

/// Before any other constructor and before Swift: in every ordinary start this is one comparison.
__attribute__((constructor(101))) static void enter(int argc, char **argv) {
  if (argc > 1 && !strcmp(argv[1], YOLO_WRAPPER_ARGUMENT)) _exit(run_wrapper(argc, argv));
}
