#include "tests/disk/power_cuts.h"

#include "tests/support/chance.h"

#include <cstdio>
#include <stdexcept>

namespace kopilka::disk {
namespace {

constexpr std::size_t kMostFailures = 10;  // a store that is broken is broken everywhere

std::string trouble(Room& room, const Phase& phase, bool returned) {
    if (auto opened = room.open(); !opened) return "does not open: " + opened.error().detail;
    const auto found = remember(room);
    if (!found) return "cannot be read: " + found.error().detail;
    if (*found == phase.after) return trouble_with(room);
    if (returned) return "done, and not there: " + difference(phase.after, *found);
    if (*found == phase.before) return trouble_with(room);
    return "half: of what was before it has other " + difference(phase.before, *found) +
           ", of what is after other " + difference(phase.after, *found);
}

}  // namespace

std::uint64_t seed() { return chosen_seed().value_or(20'261); }

Memory remembered(const Room& room) {
    const LookAway ours;
    auto memory = remember(room);
    if (!memory) throw std::runtime_error(memory.error().detail);
    return *std::move(memory);
}

Lived live(SimulatedDisk& disk, const std::filesystem::path& folder,
           const std::vector<Step>& steps) {
    Lived lived;
    const Watching watching(disk, folder);
    Room room(folder);
    Memory before = remembered(room);
    for (const Step& step : steps) {
        disk.begin_step(lived.phases.size());
        const auto done = step.act(room, 0);
        EXPECT_TRUE(done.has_value()) << step.name << ": " << done.error().detail;
        disk.end_step();
        Memory after = remembered(room);
        lived.phases.push_back({step.name, before, after});
        before = std::move(after);
    }
    lived.moments = disk.moments();
    return lived;
}

void Examination::cut(const Lived& lived, int rounds, std::size_t from, std::size_t to,
                      const std::string& story) {
    ++lives_;
    for (const Moment& moment : lived.moments) {
        if (moment.step < from || moment.step >= to) continue;
        std::vector<std::pair<DiskImage, std::string>> images;
        each_image(moment, dice_, rounds, [&](const DiskImage& image, const std::string& what) {
            images.emplace_back(image, what);
        });
        made_ += images.size();
        if (most_ > 0 && images.size() > most_) {
            std::ranges::shuffle(images, dice_);
            images.resize(most_);
        }
        const Phase& phase = lived.phases[moment.step];
        for (const auto& [image, what] : images) {
            if (failures_ >= kMostFailures) return;
            const auto key =
                std::tuple(image.fingerprint(), lives_ << 32 | moment.step, moment.returned);
            if (!seen_.insert(key).second) continue;
            examine(image, phase, moment.returned,
                    story + phase.name + (moment.returned ? ", done; " : "; ") + what);
        }
    }
}

void Examination::examine(const DiskImage& image, const Phase& phase, bool returned,
                          const std::string& where) {
    image.write_to(folder_.path() / "disk");
    Room room(folder_.path() / "disk");
    spoil_lock(room);
    const std::string wrong = trouble(room, phase, returned);
    if (wrong.empty()) return;
    ++failures_;
    ADD_FAILURE() << where << "\n" << wrong << "\nKOPILKA_SEED=" << seed();
}

// LMDB's lock file is memory shared by processes: after a cut it holds anything.
void Examination::spoil_lock(const Room& room) {
    const auto journal = journal_folder(room.data());
    if (!std::filesystem::exists(journal) || dice_() % 2 == 0) return;
    std::FILE* lock = std::fopen((journal / "lock.mdb").c_str(), "wb");
    for (int i = 0; i < 8'192; ++i) std::fputc(static_cast<int>(dice_() % 256), lock);
    std::fclose(lock);
}

}  // namespace kopilka::disk
