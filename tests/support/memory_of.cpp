#include "tests/support/memory_of.h"

#include <array>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace kopilka {
namespace {

constexpr std::uint64_t kPage = 4096;

struct Mapping {
    std::uint64_t from = 0, to = 0;
    bool readable = false, of_file = false, shared = false, left_out = false;
    // Of a file only what the program has changed is its own; that is in its private mappings.
    bool is_dumped() const { return readable && !left_out && !(shared && of_file); }
};

// proc(5), smaps: a line "from-to perms offset device inode path", then lines "Name: value".
std::vector<Mapping> mappings_of(const std::string& process) {
    std::vector<Mapping> all;
    std::ifstream smaps(process + "/smaps");
    for (std::string line; std::getline(smaps, line);) {
        std::istringstream fields(line);
        std::string first, permissions, offset, device;
        std::uint64_t inode = 0;
        fields >> first;
        if (first == "VmFlags:") {
            for (std::string flag; fields >> flag;)
                if (flag == "dd" || flag == "io") all.back().left_out = true;
        } else if (first.find('-') != std::string::npos && !first.ends_with(':')) {
            fields >> permissions >> offset >> device >> inode;
            const std::size_t dash = first.find('-');
            all.push_back({std::stoull(first.substr(0, dash), nullptr, 16),
                           std::stoull(first.substr(dash + 1), nullptr, 16), permissions[0] == 'r',
                           inode != 0, permissions[3] == 's', false});
        }
    }
    return all;
}

class OpenFile {
public:
    explicit OpenFile(const std::string& path) : number_(::open(path.c_str(), O_RDONLY)) {
        if (number_ < 0) throw std::runtime_error("cannot look into " + path);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() { ::close(number_); }
    bool read(void* to, std::size_t size, std::uint64_t at) const {
        return ::pread(number_, to, size, static_cast<off_t>(at)) == static_cast<ssize_t>(size);
    }

private:
    int number_;
};

class Dump {
public:
    Dump(const std::string& process, const std::filesystem::path& file)
        : map_(process + "/pagemap"), memory_(process + "/mem"), out_(file, std::ios::binary) {}

    void add(const Mapping& mapping) {
        for (std::uint64_t from = mapping.from; from < mapping.to; from += kAtOnce * kPage) {
            const auto pages = std::min(kAtOnce, (mapping.to - from) / kPage);
            if (!map_.read(entries_.data(), pages * 8, from / kPage * 8)) continue;
            for (std::uint64_t i = 0; i < pages; ++i)
                if (is_there(entries_[i])) add_page(from + i * kPage);
        }
    }

private:
    static constexpr std::uint64_t kAtOnce = 65'536;
    // Documentation/admin-guide/mm/pagemap of the kernel: bit 63 present, bit 62 swapped.
    static bool is_there(std::uint64_t entry) { return entry >> 62 != 0; }

    void add_page(std::uint64_t at) {
        std::array<char, kPage> page{};
        if (at != next_) out_.write(page.data(), page.size());
        next_ = at + kPage;
        if (memory_.read(page.data(), page.size(), at)) out_.write(page.data(), page.size());
    }

    OpenFile map_, memory_;
    std::ofstream out_;
    std::vector<std::uint64_t> entries_ = std::vector<std::uint64_t>(kAtOnce);
    std::uint64_t next_ = 0;
};

}  // namespace

void save_memory_of(pid_t process, const std::filesystem::path& file) {
    const std::string place = "/proc/" + std::to_string(process);
    ::kill(process, SIGSTOP);
    Dump dump(place, file);
    for (const Mapping& mapping : mappings_of(place))
        if (mapping.is_dumped()) dump.add(mapping);
    ::kill(process, SIGCONT);
}

}  // namespace kopilka
