#include "sync/server/card_keys.h"

#include "sync/server/chain.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kopilka::sync {
namespace {

// A key is a line: its 32 bytes in hexadecimal.
std::string file_of(const std::string& folder) {
    return (std::filesystem::path(folder) / "card.key").string();
}

tl::unexpected<Error> failed(const std::string& file) {
    return fail(Errc::Io, "cannot write " + file + ": " + std::strerror(errno));
}

Result<void> write_seeds(const std::string& file, const std::vector<Secret>& seeds) {
    std::string text;
    for (const Secret& seed : seeds) text += to_hex(seed) + "\n";
    const std::string fresh = file + ".new";
    const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return failed(fresh);
    const bool written =
        ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (!written || ::rename(fresh.c_str(), file.c_str()) != 0) return failed(file);
    return {};
}

// None where there is no file yet.
Result<std::vector<Secret>> read_seeds(const std::string& file) {
    struct stat state {};
    std::vector<Secret> seeds;
    if (::stat(file.c_str(), &state) != 0) return seeds;
    if ((state.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fail(Errc::Invalid, "others may read " + file + "; run: chmod 600 " + file);
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const auto bytes = from_hex(line);
        if (!bytes || bytes->size() != sizeof(Secret))
            return fail(Errc::Invalid, file + " is damaged; put back its copy");
        std::ranges::copy(*bytes, seeds.emplace_back().begin());
    }
    return seeds;
}

CardKeys pairs(const std::vector<Secret>& seeds) {
    CardKeys keys;
    for (const Secret& seed : seeds) keys.push_back(key_pair_from_seed(seed));
    return keys;
}

}  // namespace

Result<CardKeys> open_card_keys(const std::string& folder) {
    const auto seeds = read_seeds(file_of(folder));
    if (!seeds) return tl::unexpected(seeds.error());
    if (seeds->empty()) return change_card_key(folder, OlderKeys::StillBelieved);
    return pairs(*seeds);
}

Result<CardKeys> change_card_key(const std::string& folder, OlderKeys older) {
    auto seeds = read_seeds(file_of(folder));
    if (!seeds) return tl::unexpected(seeds.error());
    if (older == OlderKeys::Dropped) seeds->clear();
    seeds->insert(seeds->begin(), draw_secret());
    if (auto written = write_seeds(file_of(folder), *seeds); !written)
        return tl::unexpected(written.error());
    return pairs(*seeds);
}

}  // namespace kopilka::sync
