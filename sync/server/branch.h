// A way that a till's journal went under an epoch that another way is known of already: its disk
// was copied, or an old image of it put back, and both went on. Named by the hash of its first
// record.
#pragma once
#include "pos/core/hash.h"
#include "pos/core/ids.h"

#include <string>

namespace kopilka::sync {

struct Branch {
    Hash256 first;  // zeros: the main way, which was heard of first
    bool is_main() const { return first == Hash256(); }
    auto operator<=>(const Branch&) const = default;
};

// Of a record among all that are held, on whatever way.
struct BranchedId {
    RecordId record;
    Branch branch;
    auto operator<=>(const BranchedId&) const = default;
};

// "nevsky-1/1/42", on a branch "nevsky-1/1/42 on branch 1f2e3d4c".
inline std::string to_string(const RecordId& record, const Branch& branch) {
    const std::string id = kopilka::to_string(record);
    return branch.is_main() ? id : id + " on branch " + short_code(branch.first);
}

}  // namespace kopilka::sync
