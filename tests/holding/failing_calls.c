/* A disk that fails: stands before the calls of the C library, in whatever program it is preloaded.

   FAILING_FOLDER is the folder that is on the disk; FAILING_ERROR the number of the error; FAILING_FROM and FAILING_TO
   which calls fail, counted from 0; FAILING_READS=1 has reading fail as well. FAILING_COUNT is a file outside into which
   the number of calls is written at the end. Only the process that was started and calls of files below the folder
   count: what its workers do has no such files. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST 4096
static char on_disk[MOST];
static long calls, from_call, to_call;
static int error_number, reads;
static pid_t ours;
static const char *folder;

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
    const char *value;
    folder = getenv("FAILING_FOLDER");
    ours = getpid();
    error_number = (value = getenv("FAILING_ERROR")) ? atoi(value) : EIO;
    from_call = (value = getenv("FAILING_FROM")) ? atol(value) : 0;
    to_call = (value = getenv("FAILING_TO")) ? atol(value) : -1;
    reads = (value = getenv("FAILING_READS")) && *value == '1';
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("FAILING_COUNT");
    FILE *file;
    if (folder && path && getpid() == ours && (file = fopen(path, "w"))) {
        fprintf(file, "%ld", calls);
        fclose(file);
    }
}

static int below(const char *path) {
    char whole[8192];
    if (!folder || !path || getpid() != ours) return 0;
    if (*path != '/') {
        char here[4096];
        if (!getcwd(here, sizeof here)) return 0;
        snprintf(whole, sizeof whole, "%s/%s", here, path);
        path = whole;
    }
    return !strncmp(path, folder, strlen(folder));
}

static int known(int file) { return file >= 0 && file < MOST && on_disk[file] && getpid() == ours; }

static int fails(void) {
    long number = __atomic_fetch_add(&calls, 1, __ATOMIC_SEQ_CST);
    if (number < from_call || number > to_call) return 0;
    errno = error_number;
    return 1;
}

static int took(int file, int is_below) {
    if (file >= 0 && file < MOST) on_disk[file] = (char)is_below;
    return file;
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...) {                                                                       \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more);                         \
        REAL(name);                                                                                                    \
        int is = below(path), writes = (flags & O_CREAT) || (flags & O_ACCMODE) != O_RDONLY;                           \
        if (is && ((writes && access(path, F_OK)) || reads) && fails()) return -1;                                     \
        return took(real(path, flags, mode), is);                                                                      \
    }
OPEN(open)
OPEN(open64)

#define CLOSE_LIKE int close(int file) { REAL(close); took(file, 0); return real(file); }
CLOSE_LIKE

#define ON_FILE(result, name, parameters, arguments, applies)                                                          \
    result name parameters {                                                                                           \
        REAL(name);                                                                                                    \
        if (known(file) && (applies) && fails()) return -1;                                                            \
        return real arguments;                                                                                         \
    }
ON_FILE(ssize_t, read, (int file, void *data, size_t size), (file, data, size), reads)
ON_FILE(ssize_t, pread, (int file, void *data, size_t size, off_t at), (file, data, size, at), reads)
ON_FILE(ssize_t, pread64, (int file, void *data, size_t size, off64_t at), (file, data, size, at), reads)
ON_FILE(ssize_t, write, (int file, const void *data, size_t size), (file, data, size), 1)
ON_FILE(ssize_t, pwrite, (int file, const void *data, size_t size, off_t at), (file, data, size, at), 1)
ON_FILE(ssize_t, pwrite64, (int file, const void *data, size_t size, off64_t at), (file, data, size, at), 1)
ON_FILE(int, fsync, (int file), (file), 1)
ON_FILE(int, fdatasync, (int file), (file), 1)
ON_FILE(int, syncfs, (int file), (file), 1)
ON_FILE(int, ftruncate, (int file, off_t size), (file, size), 1)
ON_FILE(int, ftruncate64, (int file, off64_t size), (file, size), 1)

#define ON_PATH(name, parameters, arguments)                                                                           \
    int name parameters {                                                                                              \
        REAL(name);                                                                                                    \
        if (below(path) && fails()) return -1;                                                                         \
        return real arguments;                                                                                         \
    }
ON_PATH(unlink, (const char *path), (path))
ON_PATH(rename, (const char *path, const char *to), (path, to))
ON_PATH(mkdir, (const char *path, mode_t mode), (path, mode))
ON_PATH(rmdir, (const char *path), (path))
ON_PATH(chmod, (const char *path, mode_t mode), (path, mode))
ON_PATH(unlinkat, (int where, const char *path, int flags), (where, path, flags))
ON_PATH(mkdirat, (int where, const char *path, mode_t mode), (where, path, mode))
