// What Journal remembers of customers' phones.
#include "pos/store/checked_value.h"
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

Bytes encode(const DeviceMemory& memory) {
    ByteWriter out;
    out.u32(memory.counter);
    out.signed_varint(memory.behind);
    const DeviceMemory::Late late = memory.late.value_or(DeviceMemory::Late{});
    out.u32(late.counter);  // 0: there is none
    out.signed_varint(late.age);
    return out.take();
}

std::optional<DeviceMemory> decode_memory(ByteView bytes) {
    ByteReader in(bytes);
    DeviceMemory memory;
    memory.counter = in.u32();
    memory.behind = static_cast<std::int32_t>(in.signed_varint());
    const std::uint32_t late = in.u32();
    const auto age = static_cast<std::int32_t>(in.signed_varint());
    if (late > 0) memory.late = {late, age};
    if (!in.ok() || !in.at_end()) return std::nullopt;
    return memory;
}

}  // namespace

Result<std::optional<DeviceMemory>> Journal::device(const PublicKey& phone) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto value = transaction->get(schema::kMeta, device_key(phone));
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    if (!value) return std::nullopt;
    const auto bytes = without_check(*value);
    const auto memory = bytes ? decode_memory(*bytes) : std::nullopt;
    if (!memory) return fail(Errc::Corrupt, "what is remembered of a phone is damaged");
    return memory;
}

Result<void> Journal::keep_device(const PublicKey& phone, const DeviceMemory& memory) {
    auto transaction = begin_write();
    if (!transaction) return tl::unexpected(transaction.error());
    auto put = transaction->put(schema::kMeta, device_key(phone), with_check(encode(memory)));
    if (!put) return put;
    return commit(*transaction);
}

}  // namespace kopilka
