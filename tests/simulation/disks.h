// A disk for each machine, under one roof: calls go to the disk of the folder they name.
#pragma once
#include "tests/disk/simulated_disk.h"

#include <map>
#include <memory>
#include <string>

namespace kopilka::simulation {

class Disks final : public disk::Watcher {
public:
    explicit Disks(std::filesystem::path root) : root_(std::move(root)) {}

    // A new machine; its folder is empty, or holds that image.
    disk::SimulatedDisk& add(const std::string& machine, const disk::DiskImage& image = {});
    const std::filesystem::path& root() const { return root_; }
    disk::SimulatedDisk& of_machine(const std::string& machine) { return *disks_.at(machine); }
    std::filesystem::path folder(const std::string& machine) const { return root_ / machine; }
    // Power went: each change that was not sure is there or not, by chance, and the machine's
    // folder holds what came of it.
    void cut_power(const std::string& machine, std::uint64_t seed);
    disk::DiskImage image(const std::string& machine) const;  // of what its programs see

    disk::Verdict before(const disk::CallSeen& seen) override;
    void after(const disk::CallSeen& seen, int failed) override;
    void forgets(const std::string& path) override;

private:
    disk::SimulatedDisk* of(const std::string& path);

    std::filesystem::path root_;
    std::map<std::string, std::unique_ptr<disk::SimulatedDisk>> disks_;
};

}  // namespace kopilka::simulation
