// A till's data folder, held by one writing process at a time: a second `run`, `script` or `enrol`
// is refused. Reading commands (journal, outbox) need no DataFolder.
#pragma once
#include "pos/core/result.h"

#include <filesystem>

namespace kopilka {

std::filesystem::path journal_folder(const std::filesystem::path& data);
std::filesystem::path cache_folder(const std::filesystem::path& data);

class DataFolder {
public:
    // Makes the folder (mode 0700) and its lock file where missing. Errc::Busy with a sentence for
    // the cashier's helper when another process writes here. The lock goes with the process, also
    // when it is killed.
    static Result<DataFolder> lock(std::filesystem::path path);

    DataFolder(DataFolder&& other) noexcept;
    DataFolder& operator=(DataFolder&&) = delete;
    ~DataFolder();

    const std::filesystem::path& path() const { return path_; }
    // Who held it before did not come to an end: killed, crashed, or the power went.
    bool was_left() const { return was_left_; }

private:
    DataFolder(std::filesystem::path path, int descriptor, bool was_left)
        : path_(std::move(path)), descriptor_(descriptor), was_left_(was_left) {}
    std::filesystem::path path_;
    int descriptor_ = -1;
    bool was_left_ = false;
};

}  // namespace kopilka
