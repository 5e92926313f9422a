// A disk that may lose power: everything the watched program writes goes to real files, and is also
// remembered as what the disk surely holds and what it may hold or not.
//
// Bytes are sure when the file was synced after them, names when their folder was. Until then each
// change may be there or not, in whatever order. A sync that failed settles nothing: what it was to
// write is lost or kept, nobody says which, and no later sync writes it.
#pragma once
#include "tests/disk/disk_image.h"
#include "tests/disk/system_calls.h"

#include <functional>
#include <random>
#include <unordered_map>

namespace kopilka::disk {

// An instant at which power may go.
struct Moment {
    DiskImage sure;
    std::vector<Change> unsure;  // in the order in which they were made
    std::size_t step = 0;        // of the story
    bool returned = false;       // the step had come to its end
};

// What becomes of changes whose sync failed.
enum class AfterFailedSync { Lost, Kept, Some };

// One call that fails: the `nth` that `concerns`, or that one and all later ones.
struct Fault {
    std::function<bool(const CallSeen&)> concerns;
    std::size_t nth = 0;  // from 1; 0: none
    int error = 0;
    bool from_then_on = false;
    AfterFailedSync after = AfterFailedSync::Lost;
};

class SimulatedDisk : public Watcher {
public:
    // The folder is made to hold the image.
    explicit SimulatedDisk(std::filesystem::path folder, DiskImage image = {});

    void fail(Fault fault) { fault_ = std::move(fault); }
    std::size_t concerned() const { return concerned_; }  // calls that the fault counted
    bool failed() const { return failed_; }

    void begin_step(std::size_t step) { step_ = step; }
    void end_step();
    // Moments are kept from here on, or no longer.
    void remember(bool moments) { remembers_ = moments; }
    const std::vector<Moment>& moments() const { return moments_; }
    const DiskImage& sure() const { return sure_; }
    const DiskImage& live() const { return live_; }  // what the program sees
    // Power goes now: what the disk holds then, one of all that it may.
    DiskImage after_power_cut(std::uint64_t seed) const;
    std::size_t writes() const { return writes_; }
    std::size_t syncs() const { return syncs_; }

    Verdict before(const CallSeen& seen) override;
    void after(const CallSeen& seen, int failed) override;
    void forgets(const std::string& path) override;

private:
    bool strikes(const CallSeen& seen);
    void make(const CallSeen& seen);
    void add(Change change);
    void settle(const std::function<bool(const Change&)>& which);
    void lose_or_keep(const std::function<bool(const Change&)>& which);
    void note(bool returned = false);
    NodeId node(const std::string& path);
    NodeId look_up(const std::string& path) const;
    std::pair<NodeId, std::string> place(const std::string& path) const;
    std::function<bool(const Change&)> belongs_to(NodeId node) const;

    std::filesystem::path folder_;
    DiskImage sure_;
    DiskImage live_;
    std::vector<Change> unsure_;
    std::unordered_map<std::string, NodeId> nodes_;  // by path, as far as they were asked for
    NodeId next_ = 1;
    Fault fault_;
    std::size_t concerned_ = 0;
    bool failed_ = false;
    std::mt19937_64 dice_{7};
    std::size_t step_ = 0;
    bool remembers_ = true;
    std::vector<Moment> moments_;
    std::size_t writes_ = 0;
    std::size_t syncs_ = 0;
};

// Every image that `rounds` of chance and all of order make of a moment: nothing unsure, each
// beginning of it, the last write torn within and between sectors and pages, each change alone,
// random choices. `what` says which, for whoever has to look for it.
void each_image(const Moment& moment, std::mt19937_64& dice, int rounds,
                const std::function<void(const DiskImage&, const std::string& what)>& visit);

}  // namespace kopilka::disk
