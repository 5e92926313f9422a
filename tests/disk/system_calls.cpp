#include "tests/disk/system_calls.h"

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace kopilka::disk {
namespace {

struct Descriptor {
    std::string path;  // empty: not watched
    bool synced = false;
    dev_t device = 0;
    ino_t inode = 0;
};

// Descriptors are the process's own table, so this one is too. Made when first used: some calls
// come before main().
struct State {
    Watcher* watcher = nullptr;
    std::string folder;
    int looking_away = 0;
    std::array<Descriptor, 1024> descriptors;
};
State& state() {
    static State* const kState = new State;  // never destroyed: files are closed after main()
    return *kState;
}

bool watches(const std::string& path) {
    const State& now = state();
    return now.watcher != nullptr && now.looking_away == 0 && path.starts_with(now.folder) &&
           (path.size() == now.folder.size() || path[now.folder.size()] == '/');
}

// Closed by the C library itself, a descriptor may by now be another file's.
bool is_still(int descriptor, const Descriptor& known) {
    struct stat now {};
    return ::fstat(descriptor, &now) == 0 && now.st_ino == known.inode &&
           now.st_dev == known.device;
}
// What is written to it from here on is in no folder.
void has_no_name_now(const char* path) {
    for (Descriptor& one : state().descriptors)
        if (one.path == path) one = {};
}

Descriptor* watched(int descriptor) {
    State& now = state();
    if (now.watcher == nullptr || descriptor < 0 ||
        static_cast<std::size_t>(descriptor) >= now.descriptors.size())
        return nullptr;
    Descriptor& found = now.descriptors[static_cast<std::size_t>(descriptor)];
    const bool known = !found.path.empty() && watches(found.path);
    return known && is_still(descriptor, found) ? &found : nullptr;
}

// Asks the watcher, makes the call, tells the watcher.
template <typename Make>
auto seen(const CallSeen& what, Make make) -> decltype(make()) {
    Watcher& watcher = *state().watcher;
    const Verdict verdict = watcher.before(what);
    int failed = verdict.error;
    decltype(make()) result = -1;
    if (failed == 0 || verdict.done) {
        result = make();
        if (failed == 0 && result == -1) failed = errno;
    }
    watcher.after(what, failed);
    if (failed != 0) errno = failed;
    return failed == 0 ? result : -1;
}

int open_seen(const char* path, int flags, mode_t mode) {
    const auto make = [&] {
        return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
    };
    if (!watches(path)) return make();
    CallSeen what;
    what.call = Call::Open;
    what.path = path;
    what.creates = (flags & O_CREAT) != 0 && ::faccessat(AT_FDCWD, path, F_OK, 0) != 0;
    what.empties = (flags & O_TRUNC) != 0;
    // Syncing each write for real would only be slow.
    const bool synced = (flags & O_DSYNC) != 0;
    flags &= ~O_DSYNC & ~(O_SYNC & ~O_DSYNC);
    const int descriptor = seen(what, make);
    struct stat opened {};
    if (descriptor >= 0 && static_cast<std::size_t>(descriptor) < state().descriptors.size() &&
        ::fstat(descriptor, &opened) == 0)
        state().descriptors[static_cast<std::size_t>(descriptor)] = {path, synced, opened.st_dev,
                                                                     opened.st_ino};
    return descriptor;
}

// What std::ofstream and std::ifstream open with.
std::FILE* fopen_seen(const char* path, const char* mode) {
    const bool reads = std::strchr(mode, 'r') != nullptr;
    const bool both = std::strchr(mode, '+') != nullptr;
    int flags = both ? O_RDWR : reads ? O_RDONLY : O_WRONLY;
    if (!reads) flags |= O_CREAT | (std::strchr(mode, 'a') != nullptr ? O_APPEND : O_TRUNC);
    const int descriptor = open_seen(path, flags, 0666);
    return descriptor < 0 ? nullptr : ::fdopen(descriptor, mode);
}

Bytes joined(const iovec* parts, int count) {
    Bytes bytes;
    for (int i = 0; i < count; ++i) {
        const auto* part = static_cast<const std::uint8_t*>(parts[i].iov_base);
        bytes.insert(bytes.end(), part, part + parts[i].iov_len);
    }
    return bytes;
}

ssize_t write_seen(const Descriptor& to, std::size_t offset, Bytes bytes, auto make) {
    CallSeen what;
    what.call = Call::Write;
    what.path = to.path;
    what.offset = offset;
    what.bytes = std::move(bytes);
    what.synced = to.synced;
    return seen(what, make);
}

std::size_t position(int descriptor) {
    return static_cast<std::size_t>(::syscall(SYS_lseek, descriptor, 0, SEEK_CUR));
}

int sync_seen(int descriptor, long number) {
    Descriptor* of = watched(descriptor);
    if (of == nullptr) return static_cast<int>(::syscall(number, descriptor));
    CallSeen what;
    what.call = Call::Sync;
    what.path = of->path;
    return seen(what, [] { return 0; });
}

int resize_seen(int descriptor, off_t size) {
    const auto make = [&] { return static_cast<int>(::syscall(SYS_ftruncate, descriptor, size)); };
    Descriptor* of = watched(descriptor);
    if (of == nullptr) return make();
    CallSeen what;
    what.call = Call::Resize;
    what.path = of->path;
    what.offset = static_cast<std::size_t>(size);
    return seen(what, make);
}

ssize_t pwrite_seen(int descriptor, const void* from, std::size_t size, off_t offset) {
    const auto make = [&] { return ::syscall(SYS_pwrite64, descriptor, from, size, offset); };
    Descriptor* to = watched(descriptor);
    if (to == nullptr) return make();
    const auto* bytes = static_cast<const std::uint8_t*>(from);
    return write_seen(*to, static_cast<std::size_t>(offset), Bytes(bytes, bytes + size), make);
}

ssize_t pread_seen(int descriptor, void* into, std::size_t size, off_t offset) {
    const auto make = [&] { return ::syscall(SYS_pread64, descriptor, into, size, offset); };
    Descriptor* from = watched(descriptor);
    if (from == nullptr) return make();
    CallSeen what;
    what.call = Call::Read;
    what.path = from->path;
    return seen(what, make);
}

int named_seen(Call call, const char* path, const char* new_path, auto make) {
    if (!watches(path)) return make();
    CallSeen what;
    what.call = call;
    what.path = path;
    what.new_path = new_path;
    const int result = seen(what, make);
    if (result == 0 && call != Call::Folder) has_no_name_now(path);
    return result;
}

}  // namespace

Watching::Watching(Watcher& watcher, std::string folder) {
    state().folder = std::move(folder);
    state().watcher = &watcher;
}
Watching::~Watching() { state().watcher = nullptr; }
LookAway::LookAway() { ++state().looking_away; }
LookAway::~LookAway() { --state().looking_away; }
bool somebody_looks_away() { return state().looking_away > 0; }

}  // namespace kopilka::disk

using kopilka::Bytes;
using namespace kopilka::disk;

// The same names as in the C library, whose headers say which of them may be cancelled points.
extern "C" {

int open(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_seen(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open_seen(path, flags, mode);
}
std::FILE* fopen(const char* path, const char* mode) { return fopen_seen(path, mode); }
std::FILE* fopen64(const char* path, const char* mode) { return fopen_seen(path, mode); }
int close(int descriptor) {
    if (descriptor >= 0 && static_cast<std::size_t>(descriptor) < state().descriptors.size())
        state().descriptors[static_cast<std::size_t>(descriptor)] = {};
    return static_cast<int>(::syscall(SYS_close, descriptor));
}

ssize_t write(int descriptor, const void* from, std::size_t size) {
    const auto make = [&] { return ::syscall(SYS_write, descriptor, from, size); };
    const Descriptor* to = watched(descriptor);
    if (to == nullptr) return make();
    const auto* bytes = static_cast<const std::uint8_t*>(from);
    return write_seen(*to, position(descriptor), Bytes(bytes, bytes + size), make);
}
ssize_t writev(int descriptor, const iovec* parts, int count) {
    const auto make = [&] { return ::syscall(SYS_writev, descriptor, parts, count); };
    const Descriptor* to = watched(descriptor);
    if (to == nullptr) return make();
    return write_seen(*to, position(descriptor), joined(parts, count), make);
}
ssize_t pwrite(int descriptor, const void* from, std::size_t size, off_t offset) {
    return pwrite_seen(descriptor, from, size, offset);
}
ssize_t pwrite64(int descriptor, const void* from, std::size_t size, off64_t offset) {
    return pwrite_seen(descriptor, from, size, offset);
}
ssize_t pread(int descriptor, void* into, std::size_t size, off_t offset) {
    return pread_seen(descriptor, into, size, offset);
}
ssize_t pread64(int descriptor, void* into, std::size_t size, off64_t offset) {
    return pread_seen(descriptor, into, size, offset);
}

int ftruncate(int descriptor, off_t size) noexcept { return resize_seen(descriptor, size); }
int ftruncate64(int descriptor, off64_t size) noexcept { return resize_seen(descriptor, size); }
int fallocate(int descriptor, int mode, off_t offset, off_t size) {
    const auto make = [&] {
        return static_cast<int>(::syscall(SYS_fallocate, descriptor, mode, offset, size));
    };
    const Descriptor* of = watched(descriptor);
    if (of == nullptr) return make();
    CallSeen what;
    what.call = Call::Reserve;
    what.path = of->path;
    return seen(what, make);
}
int fsync(int descriptor) { return sync_seen(descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return sync_seen(descriptor, SYS_fdatasync); }
int posix_fadvise(int descriptor, off_t offset, off_t size, int advice) noexcept {
    const Descriptor* of = watched(descriptor);
    if (of != nullptr && advice == POSIX_FADV_DONTNEED) state().watcher->forgets(of->path);
    return ::syscall(SYS_fadvise64, descriptor, offset, size, advice) == 0 ? 0 : errno;
}

int rename(const char* path, const char* new_path) noexcept {
    return named_seen(Call::Rename, path, new_path,
                      [&] { return static_cast<int>(::syscall(SYS_rename, path, new_path)); });
}
int unlink(const char* path) noexcept {
    return named_seen(Call::Remove, path, "",
                      [&] { return static_cast<int>(::syscall(SYS_unlink, path)); });
}
int mkdir(const char* path, mode_t mode) noexcept {
    return named_seen(Call::Folder, path, "",
                      [&] { return static_cast<int>(::syscall(SYS_mkdir, path, mode)); });
}

}  // extern "C"
