// No bytes in the till's files crash a reader of a value or a key, and what is accepted has one
// form: the first byte chooses the reader. What a checksum or a key would keep out reaches the
// readers with the right one as well.
#include "pos/core/check.h"
#include "pos/sale/value_codec.h"
#include "pos/store/cache_schema.h"
#include "pos/store/checked_value.h"
#include "pos/store/journal_schema.h"
#include "pos/store/keys.h"
#include "pos/store/sealed_head.h"
#include "pos/store/secret_box.h"
#include "tests/fuzz/memory_taken.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

using namespace kopilka;

namespace {

constexpr SecretKey kKey{7};

void expect_same(ByteView form, ByteView bytes) {
    check(std::ranges::equal(form, bytes), "a second form");
}

// A value of the cache as it is, behind its check, and sealed.
template <auto Decode, auto Encode>
void read(ByteView bytes) {
    decltype(Decode(bytes)) value;
    const Memory taken = memory_taken([&] { value = Decode(bytes); });
    check(taken.total <= (std::size_t{64} << 10) + 200 * bytes.size(), "memory out of proportion");
    if (value) expect_same(Encode(*value), bytes);
}

void read_staff(ByteView bytes) { read<schema::decode_staff, schema::encode_staff>(bytes); }
void read_files(ByteView bytes) { read<schema::decode_files, schema::encode_files>(bytes); }
void read_trust(ByteView bytes) { read<schema::decode_trust, schema::encode_trust>(bytes); }
void read_categories(ByteView bytes) {
    read<schema::decode_categories, schema::encode_categories>(bytes);
}
void read_state(ByteView bytes) {
    read<schema::decode_state, schema::encode_state>(bytes);
    read<schema::decode_state, schema::encode_state>(with_check(bytes));
}
void read_device(ByteView bytes) {
    read<schema::decode_device, schema::encode_device>(bytes);
    read<schema::decode_device, schema::encode_device>(with_check(bytes));
}

// The keys that lead to it are LMDB's to take.
void read_goods(ByteView bytes) {
    const auto goods = decode_goods(bytes);
    if (!goods) return;
    for (const Bytes& key : schema::index_keys(*goods))
        check(goods->sku.value.size() > 128 || key.size() <= 511, "a key too long for LMDB");
}
void read_member(ByteView bytes) {
    const auto member = decode_member(bytes);
    if (!member) return;
    for (const Bytes& key : schema::index_keys(*member, kKey))
        expect_same(schema::member_of_key(key), member->view.id.value);
}

void read_checked(ByteView bytes) {
    if (const auto value = without_check(bytes)) expect_same(with_check(*value), bytes);
    const Bytes damaged = [&] {
        Bytes checked = with_check(bytes);
        checked[bytes.size() % checked.size()] ^= 0x10;
        return checked;
    }();
    check(!without_check(damaged), "damage unseen");
}

void read_sealed(ByteView bytes) {
    check(!unseal(bytes, kKey), "a seal that nobody made");
    Bytes sealed = seal(bytes, kKey);
    expect_same(*unseal(sealed, kKey), bytes);
    sealed[bytes.size() % sealed.size()] ^= 1;
    check(!unseal(sealed, kKey), "damage unseen");
}

void read_keys(ByteView bytes) {
    if (const auto keys = decode_keys(bytes)) expect_same(encode_keys(*keys), bytes);
    constexpr std::string_view kTitle = "KOPILKA KEYS 1\n";
    ByteWriter whole;
    whole.raw(as_bytes(kTitle));
    whole.raw(with_check(bytes));
    check(decode_keys(whole.bytes()).has_value() == (bytes.size() == 4 * sizeof(SecretKey)),
          "four keys and nothing else");
}

void read_seal(ByteView bytes) {
    if (const auto head = decode_seal(bytes, kKey)) expect_same(encode_seal(*head, kKey), bytes);
    ByteWriter whole;
    whole.raw(bytes);
    whole.raw(keyed_blake2b(kKey, bytes).value);
    if (const auto head = decode_seal(whole.bytes(), kKey))
        expect_same(encode_seal(*head, kKey), whole.bytes());
}

// The first byte of what is left says how long the key is.
void read_record(ByteView bytes) {
    ByteReader in(bytes);
    const ByteView key = in.raw(in.u8());
    const ByteView record = in.raw(bytes.size() - std::min(bytes.size(), key.size() + 1));
    const Bytes sound = schema::record_value(hash_of(record), record);
    for (const ByteView value : {record, ByteView(sound)}) {
        const auto stored = schema::read_record({key, value});
        if (!stored) continue;
        expect_same(schema::record_key(stored->record.id), key);
        expect_same(schema::record_value(stored->hash, encode(stored->record)), value);
    }
}

void read_key(ByteView key) {
    static_cast<void>(schema::place_of(key));
    static_cast<void>(schema::start_of(key));
    static_cast<void>(schema::sku_of(key));
    static_cast<void>(schema::member_of_key(key));
}

constexpr std::array kReaders{read_staff,  read_files, read_trust,  read_categories, read_state,
                              read_device, read_goods, read_member, read_checked,    read_sealed,
                              read_keys,   read_seal,  read_record, read_key};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 0) kReaders[data[0] % kReaders.size()]({data + 1, size - 1});
    return 0;
}
