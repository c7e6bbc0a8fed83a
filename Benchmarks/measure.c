// Runs a command N times, output to /dev/null, and prints on one line:
// minimum and median wall time in microseconds, greatest resident set in KiB.
//
// C, because a child's peak memory is never less than that of the program that started it.
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { max_runs = 1000 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv, char **environment) {
  int runs = argc > 2 ? atoi(argv[1]) : 0;
  if (runs < 1 || runs > max_runs) {
    fprintf(stderr, "usage: measure RUNS(1-%d) COMMAND [ARGUMENT ...]\n", max_runs);
    return 2;
  }
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);

  static double times[max_runs];
  long peak = 0;
  for (int i = 0; i < runs; i++) {
    pid_t child;
    int status;
    struct rusage usage;
    double start = now();
    if (posix_spawn(&child, argv[2], &quiet, NULL, argv + 2, environment) != 0) {
      perror(argv[2]);
      return 1;
    }
    if (wait4(child, &status, 0, &usage) != child || status != 0) {
      fprintf(stderr, "%s did not succeed (status %d)\n", argv[2], status);
      return 1;
    }
    times[i] = now() - start;
    if (usage.ru_maxrss > peak) peak = usage.ru_maxrss;
  }
  qsort(times, runs, sizeof times[0], ascending);
  printf("%.0f %.0f %ld\n", times[0], times[runs / 2], peak);
  return 0;
}
