/* What does a program do to the disk, and what if it dies or is refused there? Loaded with LD_PRELOAD.
 *
 * Every call that changes a file below the watched folder is an operation. Operations are counted; before
 * the n-th one the process can be killed, or it and all later ones refused with an error; and each can be
 * written to a log, from which tests/faults/power.py works out what a power cut would leave.
 *
 * A record: kind (1 byte), lengths of two paths (2 x 4), inode (8), offset (8), length of data (8), then
 * both paths and the data. Numbers are the machine's own.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NOTHING, KILL, FAIL };
#define MOST_FILES 4096

static char root[PATH_MAX];
static long count, at = -1;
static int action, refusal, log_file = -1;
static char *names[MOST_FILES];

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

void fault_watch(const char *folder) { snprintf(root, sizeof root, "%s", folder); count = 0; }
void fault_arm(long number, int what, int error) { count = 0; at = number; action = what; refusal = error; }
void fault_log(int file) { log_file = file; }
long fault_count(void) { return count; }

static int is_watched(const char *path) {
    size_t length = strlen(root);
    return length && path && !strncmp(path, root, length) && (!path[length] || path[length] == '/');
}

static const char *named(int file) {
    return file >= 0 && file < MOST_FILES ? names[file] : NULL;
}

static const char *resolve(int folder, const char *path, char *buffer) {
    if (path[0] == '/') return path;
    char link[64];
    ssize_t length;
    if (folder == AT_FDCWD) {
        if (!getcwd(buffer, PATH_MAX)) return path;
        length = (ssize_t)strlen(buffer);
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        length = readlink(link, buffer, PATH_MAX - 1);
        if (length < 0) return path;
    }
    snprintf(buffer + length, (size_t)(PATH_MAX - length), "/%s", path);
    return buffer;
}

/* Whether the operation may be done. One that takes away, which also clears up, is never refused. */
static int may(int is_removal) {
    int is_due = at >= 0 && count >= at;
    count++;
    if (!is_due) return 1;
    if (action == KILL) kill(getpid(), SIGKILL);
    if (action == FAIL && !is_removal) { errno = refusal; return 0; }
    return 1;
}

static void note(char kind, const char *path, const char *second, uint64_t inode, uint64_t offset,
                 const void *data, uint64_t size) {
    if (log_file < 0) return;
    int kept = errno;
    uint32_t first_length = path ? (uint32_t)strlen(path) : 0, second_length = second ? (uint32_t)strlen(second) : 0;
    struct iovec parts[] = {
        {&kind, 1}, {&first_length, 4}, {&second_length, 4}, {&inode, 8}, {&offset, 8}, {&size, 8},
        {(void *)path, first_length}, {(void *)second, second_length}, {(void *)data, data ? size : 0},
    };
    if (REAL(writev)(log_file, parts, 9) < 0) abort();
    errno = kept;
}

void fault_mark(long number) { note('A', NULL, NULL, (uint64_t)number, 0, NULL, 0); }

static uint64_t inode_of(int file) {
    struct stat status;
    return fstat(file, &status) ? 0 : (uint64_t)status.st_ino;
}

static int open_any(int folder, const char *path, int flags, mode_t mode) {
    char buffer[PATH_MAX];
    const char *whole = resolve(folder, path, buffer);
    if (!is_watched(whole)) return (int)syscall(SYS_openat, folder, path, flags | O_LARGEFILE, mode);
    struct stat status;
    int exists = !fstatat(folder, path, &status, 0);
    int creates = (flags & O_CREAT) && !exists;
    int cuts = exists && (flags & O_TRUNC) && status.st_size;
    if ((creates || cuts) && !may(0)) return -1;
    int file = (int)syscall(SYS_openat, folder, path, flags | O_LARGEFILE, mode);
    if (file >= 0 && file < MOST_FILES) {
        free(names[file]);
        names[file] = strdup(whole);
        if (creates) note('C', whole, NULL, inode_of(file), 0, NULL, 0);
        if (cuts) note('T', whole, NULL, inode_of(file), 0, NULL, 0);
    }
    return file;
}

#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }
int open(const char *path, int flags, ...) { MODE(flags) return open_any(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return open_any(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags) return open_any(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE(flags) return open_any(folder, path, flags, mode); }

int close(int file) {
    if (file >= 0 && file < MOST_FILES && names[file]) { free(names[file]); names[file] = NULL; }
    return REAL(close)(file);
}

ssize_t write(int file, const void *data, size_t size) {
    const char *name = named(file);
    if (!name) return REAL(write)(file, data, size);
    off_t offset = lseek(file, 0, SEEK_CUR);
    if (!may(0)) return -1;
    ssize_t done = REAL(write)(file, data, size);
    if (done > 0) note('W', name, NULL, inode_of(file), (uint64_t)offset, data, (uint64_t)done);
    return done;
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset) {
    const char *name = named(file);
    if (!name) return REAL(pwrite64)(file, data, size, offset);
    if (!may(0)) return -1;
    ssize_t done = REAL(pwrite64)(file, data, size, offset);
    if (done > 0) note('W', name, NULL, inode_of(file), (uint64_t)offset, data, (uint64_t)done);
    return done;
}
ssize_t pwrite(int file, const void *data, size_t size, off_t offset) { return pwrite64(file, data, size, offset); }

static int sync_any(int file, int (*real)(int)) {
    const char *name = named(file);
    if (!name) return real(file);
    if (!may(0)) return -1;
    int result = real(file);
    if (!result) note('S', name, NULL, inode_of(file), 0, NULL, 0);
    return result;
}
int fsync(int file) { return sync_any(file, REAL(fsync)); }
int fdatasync(int file) { return sync_any(file, REAL(fdatasync)); }

int ftruncate64(int file, off64_t size) {
    const char *name = named(file);
    if (!name) return REAL(ftruncate64)(file, size);
    if (!may(0)) return -1;
    int result = REAL(ftruncate64)(file, size);
    if (!result) note('T', name, NULL, inode_of(file), (uint64_t)size, NULL, 0);
    return result;
}
int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

static int rename_any(int from_folder, const char *from, int to_folder, const char *to) {
    char first[PATH_MAX], second[PATH_MAX];
    const char *old = resolve(from_folder, from, first), *new = resolve(to_folder, to, second);
    int watched = is_watched(new) || is_watched(old);
    if (watched && !may(0)) return -1;
    int result = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, 0);
    if (watched && !result) note('R', old, new, 0, 0, NULL, 0);
    return result;
}
int rename(const char *from, const char *to) { return rename_any(AT_FDCWD, from, AT_FDCWD, to); }
int renameat(int a, const char *from, int b, const char *to) { return rename_any(a, from, b, to); }

static int unlink_any(int folder, const char *path, int flags) {
    char buffer[PATH_MAX];
    const char *whole = resolve(folder, path, buffer);
    int watched = is_watched(whole);
    if (watched && !may(1)) return -1;
    int result = (int)syscall(SYS_unlinkat, folder, path, flags);
    if (watched && !result) note((flags & AT_REMOVEDIR) ? 'D' : 'U', whole, NULL, 0, 0, NULL, 0);
    return result;
}
int unlink(const char *path) { return unlink_any(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlink_any(AT_FDCWD, path, AT_REMOVEDIR); }
int unlinkat(int folder, const char *path, int flags) { return unlink_any(folder, path, flags); }

int mkdir(const char *path, mode_t mode) {
    char buffer[PATH_MAX];
    const char *whole = resolve(AT_FDCWD, path, buffer);
    int watched = is_watched(whole);
    if (watched && !may(0)) return -1;
    int result = REAL(mkdirat)(AT_FDCWD, path, mode);
    if (watched && !result) note('M', whole, NULL, 0, 0, NULL, 0);
    return result;
}
