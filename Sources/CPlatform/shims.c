#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int yolo_spawn(
    const char *path, char *const *argv, char *const *envp, const char *directory, const int *fds,
    int count, int blocked, pid_t *pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t all, mask;
  sigfillset(&all);
  sigemptyset(&mask);
  if (blocked) sigaddset(&mask, blocked);
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return error;
  error = posix_spawnattr_init(&attributes);
  if (error) {
    posix_spawn_file_actions_destroy(&actions);
    return error;
  }
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setsigmask(&attributes, &mask);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  // Sources are first moved above the targets, so that none is overwritten before it is copied.
  int moved[8] = {-1, -1, -1, -1, -1, -1, -1, -1};
  if (count > 8) error = EINVAL;
  for (int i = 0; i < count && !error; i++) {
    moved[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, count);
    error = moved[i] < 0 ? errno : posix_spawn_file_actions_adddup2(&actions, moved[i], i);
  }
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, count);
  if (!error && directory) error = posix_spawn_file_actions_addchdir_np(&actions, directory);
  if (!error) error = posix_spawn(pid, path, &actions, &attributes, argv, envp);
  for (int i = 0; i < 8; i++)
    if (moved[i] >= 0) close(moved[i]);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error;
}

pid_t yolo_reap(pid_t pid, int *exit_status, int *signal) {
  int status = 0;
  pid_t got;
  do got = waitpid(pid, &status, WNOHANG);
  while (got < 0 && errno == EINTR);
  *exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  *signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return got;
}

int yolo_wait_ended(pid_t pid) {
  siginfo_t info;
  int result;
  do result = waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
  while (result < 0 && errno == EINTR);
  return result;
}

int yolo_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }
int yolo_pipe(int fds[2]) { return pipe2(fds, O_CLOEXEC); }
int yolo_memory_file(void) { return memfd_create("yolo", MFD_CLOEXEC); }
int yolo_open(const char *path, int flags, mode_t mode) {
  int fd;
  do fd = open(path, flags | O_CLOEXEC, mode);
  while (fd < 0 && errno == EINTR);
  return fd;
}
int yolo_openat(int directory, const char *path, int flags, mode_t mode) {
  int fd;
  do fd = openat(directory, path, flags | O_CLOEXEC, mode);
  while (fd < 0 && errno == EINTR);
  return fd;
}
int yolo_set_nonblocking(int fd) {
  int flags = fcntl(fd, F_GETFL);
  return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}
int yolo_rename_exclusive(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *at) {
  (void)status, (void)kind, (void)at;
  return remove(path) == 0 || errno == ENOENT ? 0 : errno;
}
int yolo_remove_tree(const char *path) {
  int result = nftw(path, remove_one, 32, FTW_DEPTH | FTW_PHYS);
  return result < 0 ? errno : result;
}

int yolo_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }
int yolo_epoll_add(int epoll, int fd, int writes, uint64_t token) {
  struct epoll_event event = {
      .events = (uint32_t)(writes ? EPOLLOUT : EPOLLIN) | EPOLLONESHOT, .data.u64 = token};
  return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}
int yolo_epoll_remove(int epoll, int fd) { return epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL); }
int yolo_epoll_wait(int epoll, uint64_t *tokens, int capacity) {
  struct epoll_event events[64];
  int count;
  do count = epoll_wait(epoll, events, capacity < 64 ? capacity : 64, -1);
  while (count < 0 && errno == EINTR);
  for (int i = 0; i < count; i++) tokens[i] = events[i].data.u64;
  return count;
}

int yolo_eventfd(void) { return eventfd(0, EFD_CLOEXEC); }
int yolo_inotify_modified(const char *path) {
  int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (fd < 0) return -1;
  if (inotify_add_watch(fd, path, IN_MODIFY) >= 0) return fd;
  int error = errno;
  close(fd);
  errno = error;
  return -1;
}

/// Where each signal is written to; read by the handler, so only whole ints are stored.
static volatile sig_atomic_t signal_targets[NSIG];
static void on_signal(int number) {
  int error = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t ignored = write((int)signal_targets[number], &byte, 1);
  (void)ignored;  // A full pipe already holds plenty of wake-ups.
  errno = error;
}
int yolo_signal_catch(int number, int fd) {
  struct sigaction action = {.sa_flags = SA_RESTART};
  action.sa_handler = on_signal;
  if (number < 1 || number >= NSIG) {
    errno = EINVAL;
    return -1;
  }
  signal_targets[number] = fd;
  return sigaction(number, &action, NULL);
}
void yolo_signal_release(int number, int fd) {
  if (signal_targets[number] == fd) signal(number, SIG_DFL);
}
_Noreturn void yolo_signals_receive(void) {
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, NULL);
  for (;;) pause();
}
int yolo_signal_ignore(int number) { return signal(number, SIG_IGN) == SIG_ERR ? -1 : 0; }

static int address_of(const char *path, struct sockaddr_un *address) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address->sun_path) return -1;
  strcpy(address->sun_path, path);
  return 0;
}
int yolo_datagram_bind(const char *path) {
  struct sockaddr_un address;
  if (address_of(path, &address)) {
    errno = ENAMETOOLONG;
    return -1;
  }
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  if (bind(fd, (struct sockaddr *)&address, sizeof address) == 0) return fd;
  int error = errno;
  close(fd);
  errno = error;
  return -1;
}
int yolo_datagram_poke(const char *path) {
  struct sockaddr_un address;
  if (address_of(path, &address)) return ENAMETOOLONG;
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return errno;
  ssize_t sent = sendto(
      fd, "", 0, MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&address, sizeof address);
  int error = sent < 0 ? errno : 0;
  close(fd);
  return error;
}

int yolo_random(void *bytes, size_t count) {
  unsigned char *at = bytes;
  while (count > 0) {
    ssize_t got = getrandom(at, count, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    at += got;
    count -= (size_t)got;
  }
  return 0;
}
char **yolo_environ(void) { return environ; }
