#include "pos/store/folder.h"

#include "pos/files/durable.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kopilka {
namespace {

// The lock file is empty while nobody holds the folder.
bool is_marked(int descriptor) {
    struct stat state {};
    return ::fstat(descriptor, &state) == 0 && state.st_size > 0;
}

// Sure before anything is written: what a power cut leaves is looked at the next time.
Result<void> mark(int descriptor, const std::string& file) {
    if (::pwrite(descriptor, "held\n", 5, 0) == 5 && ::fdatasync(descriptor) == 0) return {};
    return fail(errno == ENOSPC ? Errc::Full : Errc::Io,
                "cannot write " + file + ": " + std::strerror(errno));
}

}  // namespace

std::filesystem::path journal_folder(const std::filesystem::path& data) { return data / "journal"; }
std::filesystem::path cache_folder(const std::filesystem::path& data) { return data / "cache"; }

Result<DataFolder> DataFolder::lock(std::filesystem::path path) {
    if (auto made = make_folder(path); !made) return tl::unexpected(made.error());
    const std::string file = path / "lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return fail(Errc::Io, "cannot open " + file + ": " + std::strerror(errno));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return fail(Errc::Busy, "another till program is writing to " + path.string() +
                                    "; close it, or give --data another folder");
    }
    const bool was_left = is_marked(descriptor);
    if (auto marked = mark(descriptor, file); !marked) {
        ::close(descriptor);
        return tl::unexpected(marked.error());
    }
    return DataFolder(std::move(path), descriptor, was_left);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      was_left_(other.was_left_) {}

DataFolder::~DataFolder() {
    if (descriptor_ < 0) return;
    // Where that fails the next start looks more closely than it had to.
    [[maybe_unused]] const int failed = ::ftruncate(descriptor_, 0);
    ::close(descriptor_);
}

}  // namespace kopilka
