#include "pos/core/signed_card.h"

#include <algorithm>
#include <string_view>

namespace kopilka {
namespace {

constexpr std::string_view kCertificateDomain = "kopilka card certificate 1";
constexpr std::string_view kCardCodeDomain = "kopilka card code 1";

void put_certified(ByteWriter& out, const CardCertificate& certificate) {
    out.raw(certificate.member.value);
    out.raw(certificate.device);
    out.u32(certificate.expires);
}
void put(ByteWriter& out, const CardCertificate& certificate) {
    put_certified(out, certificate);
    out.raw(certificate.by_central);
}
void put_shown(ByteWriter& out, const SignedCard& card) {
    put(out, card.certificate);
    out.u32(card.counter);
    out.u32(card.shown);
}

Bytes signed_by_central(const CardCertificate& certificate) {
    ByteWriter out;
    out.text(kCertificateDomain);
    put_certified(out, certificate);
    return out.take();
}
Bytes signed_by_device(const SignedCard& card) {
    ByteWriter out;
    out.text(kCardCodeDomain);
    put_shown(out, card);
    return out.take();
}

template <std::size_t Size>
void take(ByteReader& in, std::array<std::uint8_t, Size>& into) {
    std::ranges::copy(in.raw(Size), into.begin());
}
void take(ByteReader& in, CardCertificate& certificate) {
    take(in, certificate.member.value);
    take(in, certificate.device);
    certificate.expires = in.u32();
    take(in, certificate.by_central);
}

}  // namespace

CardCertificate certify(const KeyPair& central, const MemberId& member, const PublicKey& device,
                        UnixSeconds expires) {
    CardCertificate certificate{member, device, expires, {}};
    certificate.by_central = sign_bytes(central, signed_by_central(certificate));
    return certificate;
}

bool certified_by(const PublicKey& central, const CardCertificate& certificate) {
    return signature_holds(central, signed_by_central(certificate), certificate.by_central);
}

SignedCard sign_card(const KeyPair& device, const CardCertificate& certificate,
                     std::uint32_t counter, UnixSeconds shown) {
    SignedCard card{certificate, counter, shown, {}};
    card.by_device = sign_bytes(device, signed_by_device(card));
    return card;
}

bool shown_by_its_device(const SignedCard& card) {
    return signature_holds(card.certificate.device, signed_by_device(card), card.by_device);
}

Bytes encode(const CardCertificate& certificate) {
    ByteWriter out;
    put(out, certificate);
    return out.take();
}

Bytes encode(const SignedCard& card) {
    ByteWriter out;
    put_shown(out, card);
    out.raw(card.by_device);
    return out.take();
}

std::optional<CardCertificate> decode_certificate(ByteView bytes) {
    ByteReader in(bytes);
    CardCertificate certificate;
    take(in, certificate);
    if (!in.ok() || !in.at_end()) return std::nullopt;
    return certificate;
}

std::optional<SignedCard> decode_signed_card(ByteView bytes) {
    ByteReader in(bytes);
    SignedCard card;
    take(in, card.certificate);
    card.counter = in.u32();
    card.shown = in.u32();
    take(in, card.by_device);
    if (!in.ok() || !in.at_end() || card.counter == 0) return std::nullopt;
    return card;
}

}  // namespace kopilka
