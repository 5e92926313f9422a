#include "tests/disk/simulated_disk.h"

#include <algorithm>
#include <fstream>

namespace kopilka::disk {
namespace {

// Nothing in them outlives a restart: LMDB makes its table of readers anew, and the other is empty.
bool is_lock(const std::string& path) {
    return path.ends_with("/lock.mdb") || path.ends_with("/lock") || path.ends_with("-lock");
}

}  // namespace

SimulatedDisk::SimulatedDisk(std::filesystem::path folder, DiskImage image)
    : folder_(std::move(folder)), sure_(std::move(image)), live_(sure_) {
    const LookAway ours;
    sure_.write_to(folder_);
    next_ = sure_.next_node();
}

std::pair<NodeId, std::string> SimulatedDisk::place(const std::string& path) const {
    const auto inside = std::filesystem::path(path).lexically_relative(folder_);
    NodeId parent = kRoot;
    for (const auto& part : inside.parent_path()) parent = live_.find(parent, part).value();
    return {parent, inside.filename()};
}

NodeId SimulatedDisk::node(const std::string& path) {
    const auto known = nodes_.find(path);
    if (known != nodes_.end()) return known->second;
    return nodes_[path] = look_up(path);
}

NodeId SimulatedDisk::look_up(const std::string& path) const {
    if (std::filesystem::path(path).lexically_relative(folder_) == ".") return kRoot;
    const auto [parent, name] = place(path);
    return live_.find(parent, name).value();
}

std::function<bool(const Change&)> SimulatedDisk::belongs_to(NodeId node) const {
    const bool names = live_.is_folder(node);
    return [node, names](const Change& change) {
        return change.node == node && change.of_names() == names;
    };
}

bool SimulatedDisk::strikes(const CallSeen& seen) {
    if (fault_.nth == 0 || !fault_.concerns(seen)) return false;
    ++concerned_;
    return concerned_ == fault_.nth || (fault_.from_then_on && concerned_ > fault_.nth);
}

Verdict SimulatedDisk::before(const CallSeen& seen) {
    if (!strikes(seen)) return {};
    failed_ = true;
    // Memory took the bytes; only the disk did not.
    return {fault_.error, seen.call == Call::Write && seen.synced};
}

void SimulatedDisk::after(const CallSeen& seen, int failed) {
    if (is_lock(seen.path)) return;
    if (failed == 0) return make(seen);
    if (seen.call == Call::Sync) lose_or_keep(belongs_to(node(seen.path)));
    if (seen.call == Call::Write && seen.synced) {
        CallSeen without_sync = seen;
        without_sync.synced = false;
        make(without_sync);
    }
}

void SimulatedDisk::make(const CallSeen& seen) {
    Change change;
    switch (seen.call) {
        case Call::Open:
            if (seen.creates) {
                std::tie(change.node, change.name) = place(seen.path);
                change.kind = Change::Kind::Name;
                change.named = next_++;
                for (DiskImage* image : {&sure_, &live_}) image->add_file(change.named);
                add(std::move(change));
            } else if (seen.empties) {
                change.kind = Change::Kind::Resize;
                change.node = node(seen.path);
                add(std::move(change));
            }
            return;
        case Call::Write:
            change.node = node(seen.path);
            change.offset = seen.offset;
            change.bytes = seen.bytes;
            ++writes_;
            add(std::move(change));
            if (!seen.synced) return;
            // Only this write; what else waits for the file's sync goes on waiting.
            sure_.apply(unsure_.back());
            unsure_.pop_back();
            return note();
        case Call::Resize:
            change.kind = Change::Kind::Resize;
            change.node = node(seen.path);
            change.offset = seen.offset;
            return add(std::move(change));
        case Call::Sync: ++syncs_; return settle(belongs_to(node(seen.path)));
        case Call::Rename:
            change.kind = Change::Kind::Move;
            std::tie(change.node, change.name) = place(seen.path);
            change.new_name = place(seen.new_path).second;
            change.named = node(seen.path);
            return add(std::move(change));
        case Call::Remove:
            change.kind = Change::Kind::Unname;
            std::tie(change.node, change.name) = place(seen.path);
            return add(std::move(change));
        case Call::Folder:
            std::tie(change.node, change.name) = place(seen.path);
            change.kind = Change::Kind::Name;
            change.named = next_++;
            for (DiskImage* image : {&sure_, &live_}) image->add_folder(change.named);
            return add(std::move(change));
        case Call::Read:
        case Call::Reserve: return;
    }
}

void SimulatedDisk::add(Change change) {
    if (change.of_names()) nodes_.clear();
    live_.apply(change);
    unsure_.push_back(std::move(change));
    note();
}

void SimulatedDisk::settle(const std::function<bool(const Change&)>& which) {
    for (const Change& change : unsure_)
        if (which(change)) sure_.apply(change);
    std::erase_if(unsure_, which);
    note();
}

void SimulatedDisk::lose_or_keep(const std::function<bool(const Change&)>& which) {
    for (const Change& change : unsure_) {
        const bool kept = fault_.after == AfterFailedSync::Kept ||
                          (fault_.after == AfterFailedSync::Some && dice_() % 2 == 0);
        if (which(change) && kept) sure_.apply(change);
    }
    std::erase_if(unsure_, which);
    note();
}

// The next read of the file comes from the disk.
void SimulatedDisk::forgets(const std::string& path) {
    const LookAway ours;
    DiskImage image = sure_;
    for (const Change& change : unsure_) image.apply(change);
    const std::string_view text = as_text(image.bytes(node(path)));
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(text.data(), static_cast<std::streamsize>(text.size()));
}

void SimulatedDisk::note(bool returned) {
    if (remembers_) moments_.push_back({sure_, unsure_, step_, returned});
}

void SimulatedDisk::end_step() { note(true); }

namespace {

using Visit = std::function<void(const DiskImage&, const std::string&)>;

DiskImage with(DiskImage image, std::span<const Change> changes) {
    for (const Change& change : changes) image.apply(change);
    return image;
}

Change torn(Change write, std::size_t size) {
    write.bytes.resize(std::min(size, write.bytes.size()));
    return write;
}

// LMDB puts an older meta page over one whose writing failed, and needs the disk to write a sector
// whole: memory has one content of it, and what the disk gets of that is all or nothing.
bool overwrites_an_unsure_one(const Moment& moment) {
    const Change& last = moment.unsure.back();
    return std::ranges::any_of(
        moment.unsure.begin(), moment.unsure.end() - 1, [&](const Change& other) {
            return other.kind == Change::Kind::Write && other.node == last.node &&
                   other.offset < last.offset + last.bytes.size() &&
                   last.offset < other.offset + other.bytes.size();
        });
}

// Where a write of this size may end: after whole sectors, after whole pages, within a sector.
std::vector<std::size_t> tears(std::size_t size, bool within_sectors, std::mt19937_64& dice) {
    std::vector<std::size_t> cuts;
    for (const std::size_t unit : {std::size_t{512}, std::size_t{4096}}) {
        const std::size_t whole = (size - 1) / unit;
        for (const std::size_t many : {std::size_t{1}, whole, whole == 0 ? 0 : dice() % whole})
            if (many > 0 && many <= whole) cuts.push_back(many * unit);
    }
    if (within_sectors) {
        cuts.push_back(dice() % size);
        cuts.push_back(std::min<std::size_t>(size - 1, dice() % 512));
    }
    std::ranges::sort(cuts);
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    return cuts;
}

void tear_last(const Moment& moment, std::mt19937_64& dice, const Visit& visit) {
    const Change& last = moment.unsure.back();
    if (last.kind != Change::Kind::Write || last.bytes.size() < 2) return;
    const auto others = std::span(moment.unsure).first(moment.unsure.size() - 1);
    const DiskImage before = with(moment.sure, others);
    const bool within_sectors = !overwrites_an_unsure_one(moment);
    for (const std::size_t cut : tears(last.bytes.size(), within_sectors, dice)) {
        const Change part = torn(last, cut);
        const std::string where = " after " + std::to_string(cut) + " bytes";
        visit(with(before, {&part, 1}), "the last write torn" + where);
        visit(with(moment.sure, {&part, 1}), "the last write alone and torn" + where);
    }
}

void choose_some(const Moment& moment, std::mt19937_64& dice, const Visit& visit) {
    std::vector<Change> some;
    std::string which = "of " + std::to_string(moment.unsure.size()) + " changes:";
    for (std::size_t i = 0; i < moment.unsure.size(); ++i) {
        const Change& change = moment.unsure[i];
        if (dice() % 2 == 0) continue;
        const bool tear = change.bytes.size() > 512 && dice() % 4 == 0;
        some.push_back(tear ? torn(change, dice() % (change.bytes.size() / 512) * 512) : change);
        which += " " + std::to_string(i) + (tear ? "(torn)" : "");
    }
    visit(with(moment.sure, some), which);
}

}  // namespace

DiskImage SimulatedDisk::after_power_cut(std::uint64_t seed) const {
    std::mt19937_64 dice(seed);
    const Moment now{sure_, unsure_};
    DiskImage left = sure_;
    const auto take = [&](const DiskImage& image, const std::string&) { left = image; };
    switch (unsure_.empty() ? 0 : dice() % 4) {
        case 0: break;
        case 1: left = with(sure_, std::span(unsure_).first(dice() % unsure_.size() + 1)); break;
        case 2: tear_last(now, dice, take); break;
        default: choose_some(now, dice, take);
    }
    return left;
}

void each_image(const Moment& moment, std::mt19937_64& dice, int rounds, const Visit& visit) {
    const std::span<const Change> unsure = moment.unsure;
    visit(moment.sure, "nothing that was not synced");
    if (unsure.empty()) return;
    for (std::size_t many = 1; many <= unsure.size(); ++many)
        visit(with(moment.sure, unsure.first(many)), "the first " + std::to_string(many));
    tear_last(moment, dice, visit);
    if (unsure.size() < 2) return;
    for (std::size_t one = 1; one < unsure.size(); ++one)
        visit(with(moment.sure, unsure.subspan(one, 1)), "only change " + std::to_string(one));
    if (unsure.size() < 3) return;
    for (int round = 0; round < rounds; ++round) choose_some(moment, dice, visit);
}

}  // namespace kopilka::disk
