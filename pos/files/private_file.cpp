#include "pos/files/private_file.h"

#include "pos/files/durable.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kopilka {
namespace {

tl::unexpected<Error> failed(std::string_view verb, const std::filesystem::path& file) {
    return fail(Errc::Io, std::string(verb) + " " + file.string() + ": " + std::strerror(errno));
}

bool write_and_sync(int descriptor, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0;
}

}  // namespace

Result<void> write_private_file(const std::filesystem::path& file, ByteView bytes) {
    if (auto made = make_folder(file.parent_path()); !made) return made;
    const std::string fresh = file.string() + ".new";
    const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return failed("cannot write", fresh);
    const bool written = write_and_sync(descriptor, bytes);
    const int code = errno;
    ::close(descriptor);
    errno = code;
    if (!written) return failed("cannot write", file);
    return rename_surely(fresh, file);
}

Result<Bytes> read_private_file(const std::filesystem::path& file) {
    struct stat state {};
    if (::stat(file.c_str(), &state) != 0) {
        return errno == ENOENT ? fail(Errc::NotFound, "there is no " + file.string())
                               : failed("cannot read", file);
    }
    if ((state.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fail(Errc::Invalid,
                    "others may read " + file.string() + "; run: chmod 600 " + file.string());
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) return failed("cannot read", file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (in.bad()) return failed("cannot read", file);
    const ByteView bytes = as_bytes(text);
    return Bytes(bytes.begin(), bytes.end());
}

}  // namespace kopilka
