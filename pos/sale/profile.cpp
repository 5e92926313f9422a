#include "pos/sale/profile.h"

#include "pos/core/bytes.h"
#include "pos/sale/conditions.h"

#include <algorithm>
#include <array>

#include <sodium/crypto_secretbox.h>

namespace kopilka {
namespace {

using Nonce = std::array<std::uint8_t, crypto_secretbox_NONCEBYTES>;

// Made of what is encrypted, so that nothing has to be drawn: two profiles never share one.
Nonce nonce_for(ByteView clear, const Hash256& key) {
    const Hash256 hash = keyed_blake2b(key.value, clear);
    Nonce nonce;
    std::copy_n(hash.value.begin(), nonce.size(), nonce.begin());
    return nonce;
}

Bytes encode(const Profile& profile) {
    ByteWriter out;
    out.text(profile.first_name);
    out.text(profile.surname);
    out.signed_varint(profile.birthday.days);
    out.text(profile.phone);
    return out.take();
}

std::optional<Profile> decode_profile(ByteView bytes) {
    ByteReader in(bytes);
    Profile profile;
    profile.first_name = in.text();
    profile.surname = in.text();
    profile.birthday = {static_cast<std::int32_t>(in.signed_varint())};
    profile.phone = in.text();
    if (!in.ok() || !in.at_end()) return std::nullopt;
    return profile;
}

bool wants_profile(const Offer& offer) {
    const auto* all = std::get_if<AllOf>(&offer.when.fact);
    return all && std::ranges::any_of(all->conditions, [](const Condition& one) {
               const auto* tag = std::get_if<HasTag>(&one.fact);
               return tag && std::ranges::find(tag->tags, kProfileTag) != tag->tags.end();
           });
}

bool was_given(const Offer& offer, const MemberView& member) {
    const auto& most = offer.limits.per_customer;
    return most && used_up(member.uses, offer.id, *most);
}

Points given_once(const Offer& offer) {
    Points sum;
    for (const Benefit& benefit : offer.benefits)
        if (const auto* earned = std::get_if<EarnPoints>(&benefit))
            if (const auto* fixed = std::get_if<EarnPerReceipt>(&earned->rule))
                sum += fixed->points;
    return sum;
}

}  // namespace

std::string seal(const Profile& profile, const Hash256& personal_key) {
    const Bytes clear = encode(profile);
    const Nonce nonce = nonce_for(clear, personal_key);
    Bytes sealed(nonce.begin(), nonce.end());
    sealed.resize(nonce.size() + crypto_secretbox_MACBYTES + clear.size());
    crypto_secretbox_easy(sealed.data() + nonce.size(), clear.data(), clear.size(), nonce.data(),
                          personal_key.value.data());
    return to_hex(sealed);
}

std::optional<Profile> unseal_profile(std::string_view sealed, const Hash256& personal_key) {
    constexpr std::size_t kAround = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    const auto bytes = from_hex(sealed);
    if (!bytes || bytes->size() < kAround) return std::nullopt;
    Bytes clear(bytes->size() - kAround);
    const std::uint8_t* nonce = bytes->data();
    const int failed = crypto_secretbox_open_easy(clear.data(), nonce + crypto_secretbox_NONCEBYTES,
                                                  bytes->size() - crypto_secretbox_NONCEBYTES,
                                                  nonce, personal_key.value.data());
    return failed == 0 ? decode_profile(clear) : std::nullopt;
}

bool has_profile(const MemberView& member) {
    return std::ranges::find(member.tags, kProfileTag) != member.tags.end();
}

void give_profile_tag(MemberView& member) {
    if (has_profile(member)) return;
    const std::string tag(kProfileTag);
    member.tags.insert(std::ranges::upper_bound(member.tags, tag), tag);
}

std::optional<Points> profile_reward(const Publication& publication, const MemberView& member) {
    if (has_profile(member)) return std::nullopt;
    Points sum;
    for (const Offer& offer : publication.offers())
        if (wants_profile(offer) && !was_given(offer, member)) sum += given_once(offer);
    return sum > kNoPoints ? std::optional(sum) : std::nullopt;
}

}  // namespace kopilka
