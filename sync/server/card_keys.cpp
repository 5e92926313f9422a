#include "sync/server/card_keys.h"

#include "pos/files/private_file.h"
#include "sync/server/chain.h"
#include "sync/server/key_files.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace kopilka::sync {
namespace {

// A key is a line: its 32 bytes in hexadecimal.
std::filesystem::path seeds_file(const std::string& folder) {
    return std::filesystem::path(folder) / kCardKeyFile;
}

Result<void> write_seeds(const std::filesystem::path& file, const std::vector<Secret>& seeds) {
    std::string text;
    for (const Secret& seed : seeds) text += to_hex(seed) + "\n";
    return write_private_file(file, as_bytes(text));
}

// None where there is no file yet.
Result<std::vector<Secret>> read_seeds(const std::filesystem::path& file) {
    std::vector<Secret> seeds;
    const auto kept = read_private_file(file);
    if (!kept && kept.error().code == Errc::NotFound) return seeds;
    if (!kept) return tl::unexpected(kept.error());
    const auto damaged = fail(Errc::Invalid, file.string() + " is damaged; put back its copy");
    std::istringstream in{std::string(as_text(*kept))};
    for (std::string line; std::getline(in, line);) {
        const auto bytes = from_hex(line);
        if (!bytes || bytes->size() != sizeof(Secret)) return damaged;
        std::ranges::copy(*bytes, seeds.emplace_back().begin());
    }
    if (seeds.empty()) return damaged;
    return seeds;
}

CardKeys pairs(const std::vector<Secret>& seeds) {
    CardKeys keys;
    for (const Secret& seed : seeds) keys.push_back(key_pair_from_seed(seed));
    return keys;
}

}  // namespace

Result<CardKeys> open_card_keys(const std::string& folder) {
    const auto seeds = read_seeds(seeds_file(folder));
    if (!seeds) return tl::unexpected(seeds.error());
    if (seeds->empty()) return change_card_key(folder, OlderKeys::StillBelieved);
    return pairs(*seeds);
}

Result<CardKeys> change_card_key(const std::string& folder, OlderKeys older) {
    auto seeds = read_seeds(seeds_file(folder));
    if (!seeds) return tl::unexpected(seeds.error());
    if (older == OlderKeys::Dropped) seeds->clear();
    seeds->insert(seeds->begin(), draw_secret());
    if (auto written = write_seeds(seeds_file(folder), *seeds); !written)
        return tl::unexpected(written.error());
    return pairs(*seeds);
}

}  // namespace kopilka::sync
