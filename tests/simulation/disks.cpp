#include "tests/simulation/disks.h"

namespace kopilka::simulation {

using disk::DiskImage;
using disk::SimulatedDisk;

SimulatedDisk& Disks::add(const std::string& machine, const DiskImage& image) {
    auto disk = std::make_unique<SimulatedDisk>(folder(machine), image);
    disk->remember(false);
    SimulatedDisk& added = *disk;
    disks_[machine] = std::move(disk);
    return added;
}

void Disks::cut_power(const std::string& machine, std::uint64_t seed) {
    add(machine, disks_.at(machine)->after_power_cut(seed));
}

DiskImage Disks::image(const std::string& machine) const { return disks_.at(machine)->live(); }

SimulatedDisk* Disks::of(const std::string& path) {
    const std::string root = root_.string() + "/";
    if (!path.starts_with(root)) return nullptr;
    const auto end = path.find('/', root.size());
    const auto found = disks_.find(path.substr(root.size(), end - root.size()));
    return found == disks_.end() ? nullptr : found->second.get();
}

disk::Verdict Disks::before(const disk::CallSeen& seen) {
    SimulatedDisk* disk = of(seen.path);
    return disk ? disk->before(seen) : disk::Verdict{};
}
void Disks::after(const disk::CallSeen& seen, int failed) {
    if (SimulatedDisk* disk = of(seen.path)) disk->after(seen, failed);
}
void Disks::forgets(const std::string& path) {
    if (SimulatedDisk* disk = of(path)) disk->forgets(path);
}

}  // namespace kopilka::simulation
