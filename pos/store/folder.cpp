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
    return DataFolder(std::move(path), descriptor);
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

DataFolder::~DataFolder() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace kopilka
