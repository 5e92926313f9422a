#include "tests/disk/disk_image.h"

#include <algorithm>
#include <fstream>

#include <unistd.h>

namespace kopilka::disk {
namespace {

std::uint64_t mix(std::uint64_t sum, std::string_view text) {
    return (sum ^ std::hash<std::string_view>{}(text)) * 0x9E37'79B9'7F4A'7C15U + 1;
}

}  // namespace

std::filesystem::path quick_folder() {
    const std::filesystem::path memory = "/dev/shm";
    return ::access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
}

std::shared_ptr<Bytes>& DiskImage::own(NodeId file) {
    std::shared_ptr<Bytes>& bytes = files_.at(file);
    if (bytes.use_count() > 1) bytes = std::make_shared<Bytes>(*bytes);
    return bytes;
}

void DiskImage::apply(const Change& change) {
    switch (change.kind) {
        case Change::Kind::Write: {
            Bytes& bytes = *own(change.node);
            bytes.resize(std::max(bytes.size(), change.offset + change.bytes.size()));
            std::ranges::copy(change.bytes, bytes.data() + change.offset);
            break;
        }
        case Change::Kind::Resize: own(change.node)->resize(change.offset); break;
        case Change::Kind::Name: folders_.at(change.node)[change.name] = change.named; break;
        case Change::Kind::Unname: folders_.at(change.node).erase(change.name); break;
        case Change::Kind::Move:
            folders_.at(change.node).erase(change.name);
            folders_.at(change.node)[change.new_name] = change.named;
            break;
    }
}

NodeId DiskImage::next_node() const {
    const NodeId file = files_.empty() ? kRoot : files_.rbegin()->first;
    return std::max(file, folders_.rbegin()->first) + 1;
}

std::optional<NodeId> DiskImage::find(NodeId folder, const std::string& name) const {
    const auto& names = folders_.at(folder);
    const auto found = names.find(name);
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

std::uint64_t DiskImage::fingerprint() const {
    std::uint64_t sum = 0;
    const auto visit = [&](auto&& self, NodeId folder) -> void {
        for (const auto& [name, node] : folders_.at(folder)) {
            sum = mix(sum, name);
            if (is_folder(node)) {
                sum = mix(sum, "(");
                self(self, node);
                sum = mix(sum, ")");
            } else {
                sum = mix(sum, as_text(*files_.at(node)));
            }
        }
    };
    visit(visit, kRoot);
    return sum;
}

void DiskImage::write_to(const std::filesystem::path& folder, NodeId node) const {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    for (const auto& [name, child] : folders_.at(node)) {
        if (is_folder(child)) {
            write_to(folder / name, child);
            continue;
        }
        const std::string_view text = as_text(*files_.at(child));
        std::ofstream(folder / name, std::ios::binary)
            .write(text.data(), static_cast<std::streamsize>(text.size()));
        std::filesystem::permissions(folder / name, std::filesystem::perms::owner_read |
                                                        std::filesystem::perms::owner_write);
    }
}

}  // namespace kopilka::disk
