// What the look-ups of goods and of people share. For the .cpp files of this room.
#pragma once
#include "pos/core/result.h"
#include "pos/store/lmdb.h"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace kopilka::lookup {

// How many index hits are looked at: who finds more than that is asked for a longer word.
constexpr std::size_t kMostHits = 5'000;

tl::unexpected<Error> damaged(std::string_view what);

// Every key of `index` that begins with `prefix`, in order, until `visit` says false.
void each_key(const lmdb::Transaction& transaction, lmdb::Table index, ByteView prefix,
              const std::function<bool(ByteView)>& visit);

template <typename T>
Result<std::optional<T>> first_of(Result<std::vector<T>> found) {
    if (!found) return tl::unexpected(found.error());
    if (found->empty()) return std::nullopt;
    return std::optional<T>(std::move(found->front()));
}

}  // namespace kopilka::lookup
