// The program `simulate`: days of shops that lose power, network, time and disks, one for each
// seed.
#include "plants.h"
#include "pos/core/bytes.h"
#include "tests/disk/disk_image.h"
#include "tests/simulation/sim_world.h"
#include "tests/simulation/story.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

using namespace kopilka;
using namespace kopilka::simulation;

namespace {

struct Wanted {
    std::string seeds = "1..300";
    std::string plant;
    bool list_plants = false;
    bool no_story = false;
    bool tell = false;
    Setting setting;
    std::uint64_t first = 1, last = 300;
};

bool read_seeds(Wanted& wanted) {
    const auto number = [](const std::string& text, std::uint64_t& to) {
        char* end = nullptr;
        to = std::strtoull(text.c_str(), &end, 10);
        return !text.empty() && *end == '\0';
    };
    const auto dots = wanted.seeds.find("..");
    if (dots == std::string::npos) {
        return number(wanted.seeds, wanted.first) && number(wanted.seeds, wanted.last);
    }
    return number(wanted.seeds.substr(0, dots), wanted.first) &&
           number(wanted.seeds.substr(dots + 2), wanted.last) && wanted.first <= wanted.last;
}

// The same program with that bug in it takes over; only where it does not, this returns.
int become_plant(const Wanted& wanted) {
    const auto known = [&](const Plant& plant) { return wanted.plant == plant.name; };
    if (std::ranges::none_of(kPlants, known)) {
        fmt::print(stderr, "simulate: no bug is called {}; --list-plants\n", wanted.plant);
        return 2;
    }
    const auto here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    const std::string program = here / "plants" / wanted.plant;
    const std::string acts = std::to_string(wanted.setting.acts);
    execl(program.c_str(), program.c_str(), "--seeds", wanted.seeds.c_str(), "--acts", acts.c_str(),
          wanted.no_story ? "--no-story" : nullptr, nullptr);
    fmt::print(stderr, "simulate: {} cannot be run: was it built?\n", program);
    return 2;
}

struct Sums {
    Hash256 trace;
    std::vector<double> cpu_ms;
    std::size_t events = 0, sales = 0, spendings = 0, offline = 0;
    std::int64_t virtual_ms = 0;

    void add(const Outcome& outcome, double ms) {
        cpu_ms.push_back(ms);
        events += outcome.events;
        sales += outcome.sales;
        spendings += outcome.spendings;
        offline += outcome.spent_offline;
        virtual_ms += outcome.virtual_ms;
        ByteWriter both;
        both.raw(trace.value);
        both.raw(outcome.trace.value);
        trace = blake2b(both.bytes());
    }
    void tell() {
        std::ranges::sort(cpu_ms);
        fmt::print("{} seeds, 0 violations, trace {}\n", cpu_ms.size(), to_string(trace));
        fmt::print(
            "{} events in {} days; {} sales, {} lots spent of, {} of the sales with points and"
            " without a network; {:.0f} ms of a processor each, the median\n",
            events, virtual_ms / 86'400'000, sales, spendings, offline, cpu_ms[cpu_ms.size() / 2]);
    }
};

double cpu_ms() { return 1'000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

int try_seeds(const Wanted& wanted, const std::filesystem::path& folder) {
    Sums sums;
    for (std::uint64_t seed = wanted.first; seed <= wanted.last; ++seed) {
        const double begun = cpu_ms();
        const auto acts = life(seed, wanted.setting);
        const Outcome outcome = run(seed, wanted.setting, acts, folder);
        sums.add(outcome, cpu_ms() - begun);
        if (wanted.tell) fmt::print("{}", outcome.told);
        if (!outcome.violations.empty()) {
            if (wanted.no_story)
                fmt::print("# seed {}\n# violated {}\n", seed, outcome.violations.front());
            else
                fmt::print("{}", shrunken_story(seed, wanted.setting, acts, folder));
            return 1;
        }
        if (seed == wanted.first &&
            run(seed, wanted.setting, acts, folder).trace != outcome.trace) {
            fmt::print("# seed {}\n# violated: it goes another way the second time\n", seed);
            return 1;
        }
    }
    sums.tell();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(
        "Runs the real tills and the real server under seeds of chance. Exit 1: something was"
        " violated; the acts that are needed for it are told.");
    Wanted wanted;
    app.add_option("--seeds", wanted.seeds, "A..B, or one");
    app.add_option("--acts", wanted.setting.acts, "of each seed")->check(CLI::Range(1, 100'000));
    app.add_option("--plant", wanted.plant, "with this bug in it");
    app.add_flag("--list-plants", wanted.list_plants);
    app.add_flag("--no-story", wanted.no_story, "say the seed, and do not look for a short story");
    app.add_flag("--tell", wanted.tell, "everything that happens");
    CLI11_PARSE(app, argc, argv);
    if (wanted.list_plants) {
        for (const Plant& plant : kPlants) fmt::print("{:20} {}\n", plant.name, plant.words);
        return 0;
    }
    if (!read_seeds(wanted)) {
        fmt::print(stderr, "simulate: write --seeds as 1..300\n");
        return 2;
    }
    if (!wanted.plant.empty()) return become_plant(wanted);
    spdlog::set_level(spdlog::level::off);
    const auto folder = disk::quick_folder() / ("simulate-" + std::to_string(getpid()));
    const int code = try_seeds(wanted, folder);
    std::filesystem::remove_all(folder);
    return code;
}
