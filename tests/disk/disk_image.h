// What a disk holds: folders, names and files. Names belong to their folder and bytes to their
// file, so that each may be lost without the other.
// Not here: which of it is durable (simulated_disk.h).
#pragma once
#include "pos/core/bytes.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kopilka::disk {

// Where tests that never need a real disk keep their files: in memory, where the system has that.
std::filesystem::path quick_folder();

using NodeId = std::size_t;  // of a file or folder; never used again for another
constexpr NodeId kRoot = 0;

// One change that a program made, as the disk would see it.
struct Change {
    enum class Kind { Write, Resize, Name, Unname, Move };
    Kind kind = Kind::Write;
    NodeId node = kRoot;     // the file; of Name, Unname and Move: the folder
    std::size_t offset = 0;  // Write: where; Resize: the new size
    Bytes bytes;             // Write
    std::string name;        // Name, Unname; Move: the old name
    std::string new_name;    // Move, within the folder
    NodeId named = kRoot;    // Name, Move: what is called so
    bool of_names() const { return kind != Kind::Write && kind != Kind::Resize; }
};

class DiskImage {
public:
    DiskImage() : folders_{{kRoot, {}}} {}
    void add_file(NodeId node) { files_[node] = std::make_shared<Bytes>(); }
    void add_folder(NodeId node) { folders_[node]; }
    // What was lost before may leave a change without its object: then it does what is left of it.
    void apply(const Change& change);

    NodeId next_node() const;  // above all there are
    bool is_folder(NodeId node) const { return folders_.contains(node); }
    std::optional<NodeId> find(NodeId folder, const std::string& name) const;
    const Bytes& bytes(NodeId file) const { return *files_.at(file); }
    std::uint64_t fingerprint() const;  // of names and bytes that can be reached
    // Makes `folder` hold exactly this.
    void write_to(const std::filesystem::path& folder, NodeId node = kRoot) const;

private:
    std::shared_ptr<Bytes>& own(NodeId file);
    // Bytes are shared between images until one of them changes.
    std::map<NodeId, std::shared_ptr<Bytes>> files_;
    std::map<NodeId, std::map<std::string, NodeId>> folders_;
};

}  // namespace kopilka::disk
