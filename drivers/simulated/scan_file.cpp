#include "drivers/simulated/scan_file.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kopilka::drivers {
namespace {

constexpr std::size_t kLongestLine = 8192;  // more than any symbol holds; the rest is dropped

}  // namespace

RawScan read_of_line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    RawScan read;
    if (line.starts_with(']') && line.size() >= 3) {
        read.aim = line.substr(0, 3);
        line.remove_prefix(3);
    }
    read.text = line;
    return read;
}

struct ScanFile::Follower {
    Follower(int fd, std::function<void(RawScan)> to)
        : file(fd), stop(eventfd(0, EFD_CLOEXEC)), sink(std::move(to)) {
        thread = std::thread([this] { follow(); });
    }
    Follower(const Follower&) = delete;
    Follower& operator=(const Follower&) = delete;
    ~Follower() {
        eventfd_write(stop, 1);
        thread.join();
        close(stop);
        close(file);
    }

    void follow() {
        std::array<pollfd, 2> waits{{{file, POLLIN, 0}, {stop, POLLIN, 0}}};
        while (poll(waits.data(), waits.size(), -1) >= 0 || errno == EINTR) {
            if (waits[1].revents != 0) return;
            std::array<char, 4096> piece;
            const ssize_t size = read(file, piece.data(), piece.size());
            if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) return end_line();
            if (size > 0) take({piece.data(), static_cast<std::size_t>(size)});
        }
    }

    void take(std::string_view bytes) {
        for (const char c : bytes) {
            if (c == '\n')
                end_line();
            else if (line.size() < kLongestLine)
                line += c;
        }
    }

    void end_line() {
        if (!line.empty() && line != "\r") sink(read_of_line(line));
        line.clear();
    }

    int file;
    int stop;
    std::function<void(RawScan)> sink;
    std::string line;
    std::thread thread;
};

ScanFile::ScanFile(std::unique_ptr<Follower> follower) : follower_(std::move(follower)) {}
ScanFile::ScanFile(ScanFile&&) noexcept = default;
ScanFile& ScanFile::operator=(ScanFile&&) noexcept = default;
ScanFile::~ScanFile() = default;

Result<ScanFile> ScanFile::open(const std::string& path, std::function<void(RawScan)> sink) {
    struct stat about {};
    if (stat(path.c_str(), &about) != 0)
        return fail(Errc::NotFound, "no file or pipe " + path + ": make one with mkfifo");
    // A pipe is opened for writing too: otherwise it ends when its last writer leaves.
    const int mode = S_ISFIFO(about.st_mode) ? O_RDWR | O_NONBLOCK : O_RDONLY;
    const int file = ::open(path.c_str(), mode | O_CLOEXEC);
    if (file < 0) return fail(Errc::Io, "cannot read " + path + ": " + std::strerror(errno));
    return ScanFile(std::make_unique<Follower>(file, std::move(sink)));
}

}  // namespace kopilka::drivers
