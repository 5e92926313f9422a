#include "tests/simulation/story.h"

#include "tests/simulation/sim_world.h"

#include <algorithm>

#include <fmt/format.h>

namespace kopilka::simulation {

std::string shrunken_story(std::uint64_t seed, const Setting& setting, std::vector<Act> acts,
                           const std::filesystem::path& folder) {
    Outcome last = run(seed, setting, acts, folder);
    acts.resize(std::min(acts.size(), last.acts_done));
    for (std::size_t size = acts.size() / 2; size > 0; size /= 2) {
        for (std::size_t from = 0; from + size <= acts.size();) {
            std::vector<Act> fewer = acts;
            const auto begin = fewer.begin() + static_cast<std::ptrdiff_t>(from);
            fewer.erase(begin, begin + static_cast<std::ptrdiff_t>(size));
            Outcome outcome = run(seed, setting, fewer, folder);
            if (outcome.violations.empty()) {
                from += size;
            } else {
                acts = std::move(fewer);
                last = std::move(outcome);
            }
        }
    }
    std::string story = fmt::format("# seed {}, {} acts are enough\n", seed, acts.size());
    for (const Act& act : acts) story += words(act) + "\n";
    for (const std::string& one : last.violations) story += "# violated " + one + "\n";
    return story;
}

}  // namespace kopilka::simulation
