// A file that one program at a time holds; the system lets go of it however the program ends.
#pragma once
#include <cstdint>
#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace kopilka::sync {

class FileLock {
public:
    enum class Others : std::uint8_t { WaitFor, GiveUp };
    explicit FileLock(const std::string& path, Others others = Others::WaitFor)
        : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)),
          held_(file_ >= 0 &&
                ::flock(file_, others == Others::WaitFor ? LOCK_EX : LOCK_EX | LOCK_NB) == 0) {}
    ~FileLock() {
        if (file_ >= 0) ::close(file_);
    }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    bool held() const { return held_; }

private:
    int file_;
    bool held_;
};

}  // namespace kopilka::sync
