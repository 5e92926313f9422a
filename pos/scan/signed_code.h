// The code that the card in a customer's phone shows, a new one every 30 seconds, and the judgement
// whether it proves who stands there.
//
// "KS1-" and 301 characters of base 32: the 188 bytes of a SignedCard. Capitals only, nothing may
// follow, nothing is filled in: a code has one text. In alphanumeric mode a QR code of version 9
// (53 modules a side, level L) or 10 (57, level M) holds it.
#pragma once
#include "pos/core/signed_card.h"
#include "pos/core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kopilka {

inline constexpr std::int32_t kCodePeriod = 30;   // seconds for which the phone shows one code
inline constexpr std::int32_t kMostBehind = 120;  // how wrong a phone's clock may be, either way

bool looks_like_signed_code(std::string_view text);  // starts with "KS1-"
std::string signed_code_text(const SignedCard& card);
std::optional<SignedCard> parse_signed_code(std::string_view text);

struct CardJudgement {
    CardProof proof = CardProof::Genuine;
    std::optional<DeviceMemory> memory;  // to be kept from now on; nullopt: nothing new
    bool operator==(const CardJudgement&) const = default;
};
// `known` is what this till remembers of the phone; `now` by the till's clock.
//
// A code counts for two periods, as the till learns the phone's clock: a genuine one was made at
// most a period ago, so that each narrows how far the clock is off. A phone that is late looks like
// a picture of its screen shown late, with one difference: its next code is just as late. A second
// code that is as old as the first is therefore believed, up to kMostBehind.
CardJudgement judge(const SignedCard& card, const CardTrust& trust,
                    const std::optional<DeviceMemory>& known, Instant now);

}  // namespace kopilka
