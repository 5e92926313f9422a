#include "pos/store/cache_lookup.h"

#include <algorithm>

namespace kopilka::lookup {
namespace {

bool begins_with(ByteView key, ByteView prefix) {
    return key.size() >= prefix.size() && std::ranges::equal(key.first(prefix.size()), prefix);
}

}  // namespace

tl::unexpected<Error> damaged(std::string_view what) {
    return fail(Errc::Corrupt, std::string(what) + " in the cache is damaged; it must be rebuilt");
}

void each_key(const lmdb::Transaction& transaction, lmdb::Table index, ByteView prefix,
              const std::function<bool(ByteView)>& visit) {
    lmdb::Cursor cursor(transaction, index);
    for (auto item = cursor.at_or_after(prefix); item && begins_with(item->key, prefix);
         item = cursor.next()) {
        if (!visit(item->key)) return;
    }
}

}  // namespace kopilka::lookup
