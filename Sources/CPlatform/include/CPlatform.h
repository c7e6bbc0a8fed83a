// What Swift cannot import from glibc (GNU extensions, macros, variadics), and the command wrapper.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// The first argument that turns an executable linking this target into a command wrapper.
#define YOLO_WRAPPER_ARGUMENT "--yolo-run-command"

/// Spawns `path` in a new process session with default signals and only `fds` open, as descriptors
/// 0 to count - 1. `directory` may be NULL; `blocked` is a signal that stays blocked, so that it
/// waits until the program can hear it, or 0. Returns 0 or an errno.
int yolo_spawn(
    const char *path, char *const *argv, char *const *envp, const char *directory, const int *fds,
    int count, int blocked, pid_t *pid);

/// Collects a child that has ended. Returns the pid, 0 if it has not, or -1.
pid_t yolo_reap(pid_t pid, int *exit_status, int *signal);

/// Blocks until a child has ended, without collecting it. Returns 0 or -1.
int yolo_wait_ended(pid_t pid);

/// Ends every process whose environment holds `YOLO_CALL=<call>`, its descendants and the other
/// members of their process sessions: TERM, `grace_ms`, KILL. Blocks; returns how many it found.
int yolo_end_call(const char *call, int grace_ms);

int yolo_pidfd_open(pid_t pid);
int yolo_pipe(int fds[2]);
int yolo_memory_file(void);
int yolo_open(const char *path, int flags, mode_t mode);
int yolo_openat(int directory, const char *path, int flags, mode_t mode);
int yolo_set_nonblocking(int fd);
int yolo_rename_exclusive(const char *from, const char *to);

/// Removes a directory and everything in it, following no symlink. Returns 0 or an errno.
int yolo_remove_tree(const char *path);

int yolo_epoll_create(void);
/// Watches `fd` for one readiness (writing when `writes`, else reading), reported with `token`.
int yolo_epoll_add(int epoll, int fd, int writes, uint64_t token);
int yolo_epoll_remove(int epoll, int fd);
/// Waits for ever; stores up to `capacity` tokens and returns their number, or -1.
int yolo_epoll_wait(int epoll, uint64_t *tokens, int capacity);

/// A counter whose read blocks while it is zero.
int yolo_eventfd(void);
int yolo_inotify_modified(const char *path);
/// Lets every delivery of `signal` write its number as one byte to `fd`.
int yolo_signal_catch(int signal, int fd);
/// Restores the default action, unless the signal is written elsewhere by now.
void yolo_signal_release(int signal, int fd);
/// Makes the calling thread one that takes every signal; never returns.
_Noreturn void yolo_signals_receive(void);
int yolo_signal_ignore(int signal);

/// Binds a non-blocking, close-on-exec datagram socket at `path` (under 108 bytes).
int yolo_datagram_bind(const char *path);
/// Sends an empty datagram to the socket at `path` without blocking. Returns 0 or an errno.
int yolo_datagram_poke(const char *path);

int yolo_random(void *bytes, size_t count);
char **yolo_environ(void);
