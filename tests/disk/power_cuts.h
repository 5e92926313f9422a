// What a power cut may leave of a lived day, and whether a till can go on with each of it.
#pragma once
#include "tests/disk/simulated_disk.h"
#include "tests/disk/till_day.h"
#include "tests/store/fixture.h"

#include <set>

namespace kopilka::disk {

std::uint64_t seed();  // KOPILKA_SEED, or always the same

// One act: while it goes on, the disk may give back what was so before it or after it; once it has
// returned, only what is so after it.
struct Phase {
    std::string name;
    Memory before;
    Memory after;
};
struct Lived {
    std::vector<Phase> phases;
    std::vector<Moment> moments;  // Moment::step is a place in phases
};

// What the till in this room knows; the disk does not see the reading. Throws where it cannot.
Memory remembered(const Room& room);
// Every step succeeds.
Lived live(SimulatedDisk& disk, const std::filesystem::path& folder,
           const std::vector<Step>& steps);

// Opens images one after another in a folder of its own; equal ones once. Each wrong one fails the
// test, with the way to find it again.
class Examination {
public:
    // At most so many images of each moment: chance chooses; 0: all.
    explicit Examination(std::size_t most = 0) : most_(most) {}
    // Every moment from phase `from` on, before phase `to`; `rounds` of chance at each.
    void cut(const Lived& lived, int rounds, std::size_t from = 0, std::size_t to = SIZE_MAX,
             const std::string& story = {});
    std::size_t made() const { return made_; }
    std::size_t different() const { return seen_.size(); }

private:
    void examine(const DiskImage& image, const Phase& phase, bool returned,
                 const std::string& where);
    void spoil_lock(const Room& room);

    std::size_t most_;
    TemporaryFolder folder_{quick_folder()};
    std::mt19937_64 dice_{seed()};
    std::set<std::tuple<std::uint64_t, std::uint64_t, bool>> seen_;
    std::size_t made_ = 0;
    std::size_t failures_ = 0;
    std::uint64_t lives_ = 0;
};

}  // namespace kopilka::disk
