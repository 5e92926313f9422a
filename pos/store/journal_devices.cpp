// What Journal remembers of customers' phones.
#include "pos/store/journal.h"
#include "pos/store/journal_schema.h"

namespace kopilka {
namespace {

Bytes device_key(const PublicKey& phone) {
    ByteWriter key;
    key.raw(as_bytes("device"));
    key.raw(phone);
    return key.take();
}

}  // namespace

Result<std::optional<DeviceMemory>> Journal::device(const PublicKey& phone) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto value = transaction->get(schema::kMeta, device_key(phone));
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    if (!value) return std::nullopt;
    const auto memory = schema::decode_device(*value);
    if (!memory) return fail(Errc::Corrupt, "what is remembered of a phone is damaged");
    return memory;
}

Result<void> Journal::keep_device(const PublicKey& phone, const DeviceMemory& memory) {
    auto transaction = begin_write();
    if (!transaction) return tl::unexpected(transaction.error());
    auto put = transaction->put(schema::kMeta, device_key(phone), schema::encode_device(memory));
    if (!put) return put;
    return commit(*transaction);
}

}  // namespace kopilka
