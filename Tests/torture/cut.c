/* Preloaded: stops before each call that changes what a disk will hold, or that tells the network.
 *
 * The harness listens at the Unix socket FIFTHCALL_CUT; before such a call on a path that holds
 * FIFTHCALL_CUT_UNDER, or on any socket, a line "CALL PATH" is sent there and one byte awaited. The
 * harness freezes the whole process meanwhile.
 *
 * FIFTHCALL_SKIP=CALL:END makes that call do nothing where the path, its digits taken out, ends so: the
 * missing sync that the suite must notice.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int harness = -1;
static const char *under, *skip;

__attribute__((constructor)) static void begin(void) {
  struct sockaddr_un name = {.sun_family = AF_UNIX};
  const char *path = getenv("FIFTHCALL_CUT");
  under = getenv("FIFTHCALL_CUT_UNDER");
  skip = getenv("FIFTHCALL_SKIP");

  if (!path || !under || strlen(path) >= sizeof name.sun_path) return;
  strcpy(name.sun_path, path);
  harness = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(harness, (struct sockaddr *)&name, sizeof name) != 0) abort();
}

/* Whether the call is to be left out. */
static int stop(const char *call, const char *path) {
  int is_ours = under && strstr(path, under) != NULL;
  if (harness < 0 || (!is_ours && strncmp(path, "socket:", 7) != 0)) return 0;
  char text[700], answer;
  int length = snprintf(text, sizeof text, "%s %.600s\n", call, path);
  pthread_mutex_lock(&turn);
  if (syscall(SYS_write, harness, text, length) != length) abort();
  if (syscall(SYS_read, harness, &answer, 1) != 1) abort();
  pthread_mutex_unlock(&turn);
  size_t name = strlen(call);
  if (!is_ours || !skip || strncmp(skip, call, name) != 0 || skip[name] != ':') return 0;
  char plain[600];
  size_t n = 0;
  for (; *path && n + 1 < sizeof plain; path++)
    if (*path < '0' || *path > '9') plain[n++] = *path;
  plain[n] = 0;
  size_t end = strlen(skip + name + 1);
  return n >= end && strcmp(plain + n - end, skip + name + 1) == 0;
}

static int stop_at(const char *call, int file) {
  char link[40], path[600];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = file == harness ? -1 : readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return stop(call, path);
}

#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t count) {
  stop_at("write", file);
  return NEXT(ssize_t(*)(int, const void *, size_t), write)(file, bytes, count);
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
  stop_at("pwrite", file);
  return NEXT(ssize_t(*)(int, const void *, size_t, off64_t), pwrite64)(file, bytes, count, at);
}
ssize_t send(int file, const void *bytes, size_t count, int flags) {
  stop_at("send", file);
  return NEXT(ssize_t(*)(int, const void *, size_t, int), send)(file, bytes, count, flags);
}
int ftruncate(int file, off_t length) {
  stop_at("ftruncate", file);
  return NEXT(int (*)(int, off_t), ftruncate)(file, length);
}
int fdatasync(int file) {
  return stop_at("fdatasync", file) ? 0 : NEXT(int (*)(int), fdatasync)(file);
}
int fsync(int file) { return stop_at("fsync", file) ? 0 : NEXT(int (*)(int), fsync)(file); }
int rename(const char *old, const char *new) {
  stop("rename", old);
  return NEXT(int (*)(const char *, const char *), rename)(old, new);
}
int unlink(const char *path) {
  stop("unlink", path);
  return NEXT(int (*)(const char *), unlink)(path);
}
