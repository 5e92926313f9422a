// What Journal remembers of the server's clock.
#include "pos/store/checked_value.h"
#include "pos/store/journal.h"
#include "pos/store/journal_schema.h"

namespace kopilka {
namespace {

Bytes encode(const ServerClock& compared) {
    ByteWriter out;
    out.signed_varint(compared.at.ms);
    out.signed_varint(compared.ahead_ms);
    out.u32(compared.uncertainty_ms);
    return out.take();
}

std::optional<ServerClock> decode_clock(ByteView bytes) {
    ByteReader in(bytes);
    ServerClock compared;
    compared.at.ms = in.signed_varint();
    compared.ahead_ms = in.signed_varint();
    compared.uncertainty_ms = in.u32();
    if (!in.ok() || !in.at_end()) return std::nullopt;
    return compared;
}

}  // namespace

Result<std::optional<ServerClock>> Journal::server_clock() const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto value = transaction->get(schema::kMeta, as_bytes(schema::kClock));
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    if (!value) return std::nullopt;
    const auto bytes = without_check(*value);
    const auto compared = bytes ? decode_clock(*bytes) : std::nullopt;
    if (!compared)
        return fail(Errc::Corrupt, "what is remembered of the server's clock is damaged");
    return compared;
}

Result<void> Journal::keep_clock(const ServerClock& compared) {
    auto transaction = begin_write();
    if (!transaction) return tl::unexpected(transaction.error());
    auto put =
        transaction->put(schema::kMeta, as_bytes(schema::kClock), with_check(encode(compared)));
    if (!put) return put;
    return commit(*transaction);
}

}  // namespace kopilka
