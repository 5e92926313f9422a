#include "pos/files/durable.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kopilka {
namespace {

tl::unexpected<Error> failed(std::string_view verb, const std::filesystem::path& path, int code) {
    const Errc kind = code == ENOSPC || code == EDQUOT ? Errc::Full : Errc::Io;
    return fail(kind, std::string(verb) + " " + path.string() + ": " + std::strerror(code));
}

std::filesystem::path parent_of(const std::filesystem::path& path) {
    const auto parent = path.parent_path();
    return parent.empty() ? std::filesystem::path(".") : parent;
}

}  // namespace

Result<void> sync_folder(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return failed("cannot open", folder, errno);
    const int code = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (code != 0 && code != EINVAL && code != ENOTSUP) return failed("cannot sync", folder, code);
    return {};
}

Result<void> make_folder(const std::filesystem::path& folder) {
    const auto path = folder.has_filename() ? folder : folder.parent_path();
    std::error_code ignored;
    if (path.empty() || std::filesystem::is_directory(path, ignored)) return {};
    const auto parent = parent_of(path);
    if (auto made = make_folder(parent); !made) return made;
    if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST)
        return failed("cannot make", path, errno);
    auto synced = sync_folder(parent);
    // Found here the next time, it would be taken for a sure one.
    if (!synced) ::rmdir(path.c_str());
    return synced;
}

Result<void> sync_file(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return failed("cannot open", file, errno);
    const int code = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (code != 0) return failed("cannot sync", file, code);
    return {};
}

Result<void> rename_surely(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return failed("cannot write", to, errno);
    return sync_folder(parent_of(to));
}

Result<void> settle(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return fail(Errc::Io, "cannot open " + file.string());
    const bool synced = ::fdatasync(descriptor) == 0;
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
    ::close(descriptor);
    if (!synced) return fail(Errc::Io, "the disk still fails: " + file.string());
    return {};
}

}  // namespace kopilka
