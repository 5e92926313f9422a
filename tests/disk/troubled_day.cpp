#include "tests/disk/troubled_day.h"

namespace kopilka::disk {
namespace {

constexpr int kMostTries = 3;

Result<void> read_anew(Room& room) {
    if (room.journal) return room.journal->reopen();
    if (std::filesystem::exists(room.data())) return room.open();
    return {};
}

}  // namespace

TroubledDay::TroubledDay(std::filesystem::path folder, const Lived& golden, const Fault& fault)
    : folder_(std::move(folder)), golden_(golden), disk_(folder_), fault_(fault) {}

void TroubledDay::live(const std::vector<Step>& steps) {
    disk_.fail(fault_);
    const Watching watching(disk_, folder_);
    Room room(folder_);
    known_ = remembered(room);
    for (std::size_t n = 0; n < steps.size(); ++n)
        if (!attempt(room, steps[n], 0)) recover(room, steps[n], golden_.phases[n].after);
    room.close();
    lived_.moments = disk_.moments();
}

void TroubledDay::begin(const std::string& name) {
    // Long after the fault it is a day like any other.
    disk_.remember(lived_.phases.size() <= first_after_ + 3);
    disk_.begin_step(lived_.phases.size());
    phase_ = name;
}

void TroubledDay::end(Memory after) {
    lived_.phases.push_back({phase_, known_, after});
    known_ = std::move(after);
}

bool TroubledDay::attempt(Room& room, const Step& step, int number) {
    begin(step.name + (number > 0 ? " again" : ""));
    const bool before = disk_.failed();
    const auto done = step.act(room, number);
    if (disk_.failed() && !before) first_after_ = lived_.phases.size();
    if (!done) {
        ++errors_;
        EXPECT_FALSE(done.error().detail.empty()) << step.name;
        return false;
    }
    disk_.end_step();
    end(remembered(room));
    return true;
}

// While it failed and until the journal is open again: as before, or as if it had been done.
void TroubledDay::recover(Room& room, const Step& step, const Memory& as_if_done) {
    lived_.phases.push_back({phase_, known_, as_if_done});
    begin("come to terms");
    come_to_terms(room);
    const Memory found = remembered(room);
    EXPECT_TRUE(found == known_ || found == as_if_done)
        << step.name << ": " << difference(known_, found);
    lived_.phases.push_back({phase_, known_, as_if_done});
    // A private file is not read anew: what was not said to be written is written again.
    if (!step.of_private_files) {
        begin("what was found");
        disk_.end_step();
        const bool kept = !(found == known_);
        end(found);
        if (kept) return;
    }
    if (!attempt(room, step, 1)) {
        ADD_FAILURE() << step.name << " is not done the second time either";
        end(remembered(room));
    }
}

void TroubledDay::come_to_terms(Room& room) {
    if (fault_.from_then_on) disk_.fail({});  // somebody made room, or brought another disk
    for (int tries = 0; tries < kMostTries && !read_anew(room); ++tries) ++errors_;
}

}  // namespace kopilka::disk
