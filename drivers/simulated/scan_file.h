// Lines of a file or a named pipe as reads of a scanner: `echo 4600000000015 > scans` beside a
// running till. A line may begin with an AIM identifier ("]E04600000000015"); bytes are kept, GS
// too; a CR before the line's end is not.
#pragma once
#include "drivers/device.h"
#include "pos/core/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace kopilka::drivers {

RawScan read_of_line(std::string_view line);

// Follows a pipe until it is destroyed, a file until its end; `sink` is called on its own thread.
class ScanFile {
public:
    static Result<ScanFile> open(const std::string& path, std::function<void(RawScan)> sink);
    ScanFile(ScanFile&&) noexcept;
    ScanFile& operator=(ScanFile&&) noexcept;
    ~ScanFile();

private:
    struct Follower;
    explicit ScanFile(std::unique_ptr<Follower> follower);
    std::unique_ptr<Follower> follower_;
};

}  // namespace kopilka::drivers
