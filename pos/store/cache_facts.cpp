// Position, settings, whose cards are believed, and publications of Cache.
#include "pos/store/cache.h"
#include "pos/store/cache_lookup.h"
#include "pos/store/cache_schema.h"
#include "pos/store/checked_value.h"
#include "pos/store/secret_box.h"

#include <limits>

namespace kopilka {

using lookup::damaged;

Result<std::optional<Bytes>> Cache::fact(std::string_view name) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto value = transaction->get(schema::kFacts, as_bytes(name));
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    if (!value) return std::nullopt;
    const auto bytes = without_check(*value);
    if (!bytes) return seen<std::optional<Bytes>>(damaged(name));
    return Bytes(bytes->begin(), bytes->end());
}

Result<std::uint64_t> Cache::position() const {
    const auto bytes = fact("position");
    if (!bytes) return tl::unexpected(bytes.error());
    return *bytes ? ByteReader(**bytes).u64() : 0;
}

Result<std::optional<std::string>> Cache::settings() const {
    const auto sealed = fact("sealed settings");
    if (!sealed) return tl::unexpected(sealed.error());
    const auto known = *sealed ? unseal(**sealed, keys_.cache) : std::nullopt;
    if (*sealed && !known) return seen<std::optional<std::string>>(damaged("the shop's settings"));
    if (known) return std::string(as_text(*known));
    const auto clear = fact("settings");  // of an earlier program
    if (!clear) return tl::unexpected(clear.error());
    if (!*clear) return std::nullopt;
    return std::string(as_text(**clear));
}

Result<CardTrust> Cache::card_trust() const {
    const auto bytes = fact("cards");
    if (!bytes) return tl::unexpected(bytes.error());
    if (!*bytes) return CardTrust{};
    auto trust = schema::decode_trust(**bytes);
    if (!trust) return damaged("whose cards are believed");
    return *std::move(trust);
}

Result<std::optional<CachedPublication>> Cache::newest_publication() const {
    return publication_at({std::numeric_limits<std::int64_t>::max() - 1});
}

Result<std::optional<CachedPublication>> Cache::publication_at(Instant instant) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    lmdb::Cursor cursor(*transaction, schema::kPublications);
    // The last that starts no later than `instant`.
    auto item = cursor.at_or_after(schema::start_key({instant.ms + 1}));
    item = item ? cursor.previous() : cursor.last();
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    if (!item) return std::nullopt;
    const auto bytes = without_check(item->value);
    auto files = bytes ? schema::decode_files(*bytes) : std::nullopt;
    if (!files) return seen<std::optional<CachedPublication>>(damaged("the publication"));
    return CachedPublication{schema::start_of(item->key), *std::move(files)};
}

}  // namespace kopilka
