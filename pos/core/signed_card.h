// The card in a customer's phone: what its code says, what a till needs to believe it, and why it
// does not. The phone has a key of its own; central signs "this key shows this member's card until
// then"; with it the phone signs a new code every half minute. A till holds only central's public
// keys, and can judge without a network.
// Not here: the code's text and the judging (pos/scan/signed_code.h), who a member is.
#pragma once
#include "pos/core/ed25519.h"
#include "pos/core/ids.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace kopilka {

using UnixSeconds = std::uint32_t;  // seconds since 1970 UTC, to the year 2106

struct CardCertificate {
    MemberId member;
    PublicKey device{};
    UnixSeconds expires = 0;  // from then on it proves nothing
    Signature by_central{};   // over kCertificateDomain and the fields above
    bool operator==(const CardCertificate&) const = default;
};
struct SignedCard {
    CardCertificate certificate;
    std::uint32_t counter = 0;  // grows with each code that the phone makes; from 1
    UnixSeconds shown = 0;      // by the phone's clock
    Signature by_device{};      // over kCardCodeDomain, the whole certificate and the fields above
    bool operator==(const SignedCard&) const = default;
};

CardCertificate certify(const KeyPair& central, const MemberId& member, const PublicKey& device,
                        UnixSeconds expires);
bool certified_by(const PublicKey& central, const CardCertificate& certificate);
SignedCard sign_card(const KeyPair& device, const CardCertificate& certificate,
                     std::uint32_t counter, UnixSeconds shown);
bool shown_by_its_device(const SignedCard& card);

// Fixed width: 116 and 188 bytes, numbers little-endian; every byte string of that size with a
// counter above zero is one value, and the other way round.
Bytes encode(const CardCertificate& certificate);
Bytes encode(const SignedCard& card);
std::optional<CardCertificate> decode_certificate(ByteView bytes);
std::optional<SignedCard> decode_signed_card(ByteView bytes);

// Whom a till believes: central's keys, the newest first, and the phones that were lost.
struct CardTrust {
    std::vector<PublicKey> central;
    std::vector<PublicKey> revoked;
    bool operator==(const CardTrust&) const = default;
};

// What a till remembers of one phone.
struct DeviceMemory {
    std::uint32_t counter = 0;  // the highest that was believed; 0: none yet
    std::int32_t behind = 0;    // seconds by which the phone's clock is late; negative: it is fast
    struct Late {               // a code that looked old; the phone's next one tells why
        std::uint32_t counter = 0;
        std::int32_t age = 0;
        bool operator==(const Late&) const = default;
    };
    std::optional<Late> late;
    bool operator==(const DeviceMemory&) const = default;
};

// In the order in which a till asks. Whatever is not genuine identifies nobody.
enum class CardProof : std::uint8_t {
    Genuine,
    UnknownCentral,  // certified by another chain, by a key that is no longer used, or by nobody
    WrongDevice,     // not signed by the phone that the certificate names
    Revoked,
    Expired,
    Repeated,   // the very code that was believed last
    Overtaken,  // the phone has shown a newer one
    TooOld,
    FromTheFuture,
    NotKept,  // genuine, but the disk would not remember it
};

}  // namespace kopilka
