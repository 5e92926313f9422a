// No bytes crash a decoder of the protocol or make it take memory out of proportion, and what it
// accepts says itself again: the first byte chooses the decoder.
#include "pos/core/check.h"
#include "sync/protocol/codec.h"
#include "tests/fuzz/memory_taken.h"

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

// Most bytes that decoding takes for each byte of the body, above a first 64 kB.
template <std::size_t Growth, auto Decode>
void read(ByteView body) {
    decltype(Decode(body)) message;
    const std::size_t taken = memory_taken([&] { message = Decode(body); });
    check(taken <= (std::size_t{64} << 10) + Growth * body.size(), "memory out of proportion");
    if (message) check(Decode(encode(*message)) == message, "a second meaning");
}

void read_change(ByteView bytes) {
    const auto change = decode_change(bytes);
    if (!change) return;
    check(decode_change(encode_change(*change)) == change, "a second meaning");
    check(kind_of(*change) <= ChangeKind::CardTrust, "a kind that there is not");
    static_cast<void>(key_of(*change));
}

// Of a page the server, whom the till believes, may say little that means much: an empty member.
constexpr std::array kReaders{read<8, decode_enrol_request>, read<8, decode_enrol_reply>,
                              read<8, decode_renew_reply>,   read<8, decode_upload>,
                              read<8, decode_upload_reply>,  read<200, decode_changes>};

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
