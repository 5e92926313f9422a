// No bytes crash a decoder of the protocol or make it take memory out of proportion; what it
// accepts says itself again, and a till can keep it: the first byte chooses the decoder.
#include "pos/core/check.h"
#include "pos/sale/value_codec.h"
#include "sync/protocol/codec.h"
#include "tests/fuzz/memory_taken.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

using namespace kopilka;
using namespace kopilka::sync;

namespace {

// The first byte.
constexpr std::uint8_t kDecoder = 0x07;
constexpr std::uint8_t kBody = 0x08;       // what follows is a body, else the message in one
constexpr std::uint8_t kManyTimes = 0x10;  // said over and over: a message merges with the next

constexpr std::size_t kTimes = 200;

Bytes body_of(ByteView message, std::size_t times) {
    ByteWriter out;
    out.varint(message.size() * times);
    for (; times > 0; --times) out.raw(message);
    return out.take();
}

// What protobuf reserves at once, and does not touch, of a text that says to be longer than all
// there is: where a message inside of another says so too, it sees that only later.
constexpr std::size_t kReserved = 51'000'000;

// Most bytes that decoding takes: so many, and so many for each byte of the body.
template <std::size_t First, std::size_t Growth, auto Decode>
auto read(ByteView body) {
    decltype(Decode(body)) message;
    const Memory taken = memory_taken([&] { message = Decode(body); });
    check(taken.total - taken.largest <= First + Growth * body.size() &&
              taken.largest <= std::max(First + Growth * body.size(), kReserved),
          "memory out of proportion");
    if (message) check(Decode(encode(*message)) == message, "a second meaning");
    return message;
}

// Between two programs: nothing comes in many parts but what is counted.
template <auto Decode>
void read_few(ByteView body) {
    read<64 << 10, 8, Decode>(body);
}

// As the till's cache keeps it.
void expect_kept(const Article& article) {
    check(decode_goods(encode(article.goods)) == article.goods, "lost goods");
}
void expect_kept(const Member& member) {
    check(decode_member(encode(member)) == member, "a lost member");
}
void expect_kept(const Categories& all) {
    for (const Category& category : all.categories)
        check(decode_category(encode(category)) == category, "a lost category");
}
template <typename Other>
void expect_kept(const Other&) {}

// Of a page the server, whom the till believes, may say little that means much: an empty member.
void read_page(ByteView body) {
    const auto page = read<2 << 20, 100, decode_changes>(body);
    if (!page) return;
    for (const Change& change : page->changes) {
        check(can_be_kept(change), "a page beyond the cache");
        std::visit([](const auto& thing) { expect_kept(thing); }, change);
    }
}

void read_change(ByteView bytes) {
    const auto change = decode_change(bytes);
    if (!change) return;
    check(decode_change(encode_change(*change)) == change, "a second meaning");
    check(kind_of(*change) <= ChangeKind::CardTrust, "a kind that there is not");
    static_cast<void>(key_of(*change));
    if (can_be_kept(*change)) std::visit([](const auto& thing) { expect_kept(thing); }, *change);
}

constexpr std::array kReaders{read_few<decode_enrol_request>, read_few<decode_enrol_reply>,
                              read_few<decode_renew_reply>,   read_few<decode_upload>,
                              read_few<decode_upload_reply>,  read_page};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView rest(data + 1, size - 1);
    const std::size_t decoder = data[0] & kDecoder;
    if (decoder >= kReaders.size()) {
        read_change(rest);
    } else if ((data[0] & kBody) != 0) {
        kReaders[decoder](rest);
    } else {
        kReaders[decoder](body_of(rest, (data[0] & kManyTimes) != 0 ? kTimes : 1));
    }
    return 0;
}
