#include "pos/scan/signed_code.h"

#include "pos/scan/base32.h"

#include <algorithm>

namespace kopilka {
namespace {

constexpr std::string_view kSigned = "KS1-";
constexpr std::size_t kCharacters = 301;  // of 188 bytes

CardJudgement refused(CardProof why) { return {why, std::nullopt}; }

std::int64_t seconds_of(Instant instant) { return instant.ms / 1000; }

bool is_certified(const CardCertificate& certificate, const CardTrust& trust) {
    return std::ranges::any_of(trust.central, [&](const PublicKey& central) {
        return certified_by(central, certificate);
    });
}

// Age is between nothing and a period, so the clock is late by something from age - kCodePeriod
// to age: what was learned before is moved no further than into that.
std::int32_t learned(std::int32_t behind, std::int32_t age) {
    return std::clamp(std::clamp(behind, age - kCodePeriod, age), -kMostBehind, kMostBehind);
}

// The phone showed a code before this one that was as old: it is the clock that is late.
bool late_clock(const DeviceMemory& memory, const SignedCard& card, std::int32_t age) {
    return memory.late && card.counter > memory.late->counter && age <= kMostBehind + kCodePeriod &&
           std::abs(age - memory.late->age) <= kCodePeriod;
}

CardJudgement judge_time(const SignedCard& card, DeviceMemory memory, Instant now) {
    constexpr std::int64_t kFar = 1'000'000;
    const auto age = static_cast<std::int32_t>(
        std::clamp(seconds_of(now) - std::int64_t{card.shown}, -kFar, kFar));
    if (age < -kMostBehind) return refused(CardProof::FromTheFuture);
    if (age > memory.behind + 2 * kCodePeriod && !late_clock(memory, card, age)) {
        memory.late = {card.counter, age};
        return {CardProof::TooOld, memory};
    }
    return {CardProof::Genuine, DeviceMemory{card.counter, learned(memory.behind, age), {}}};
}

}  // namespace

bool looks_like_signed_code(std::string_view text) { return text.starts_with(kSigned); }

std::string signed_code_text(const SignedCard& card) {
    return std::string(kSigned) + to_base32(encode(card));
}

std::optional<SignedCard> parse_signed_code(std::string_view text) {
    if (!looks_like_signed_code(text) || text.size() != kSigned.size() + kCharacters)
        return std::nullopt;
    const auto bytes = from_base32(text.substr(kSigned.size()));
    if (!bytes) return std::nullopt;
    return decode_signed_card(*bytes);
}

CardJudgement judge(const SignedCard& card, const CardTrust& trust,
                    const std::optional<DeviceMemory>& known, Instant now) {
    const CardCertificate& certificate = card.certificate;
    const DeviceMemory memory = known.value_or(DeviceMemory{});
    if (!is_certified(certificate, trust)) return refused(CardProof::UnknownCentral);
    if (!shown_by_its_device(card)) return refused(CardProof::WrongDevice);
    if (std::ranges::find(trust.revoked, certificate.device) != trust.revoked.end())
        return refused(CardProof::Revoked);
    if (seconds_of(now) >= std::int64_t{certificate.expires}) return refused(CardProof::Expired);
    if (card.counter == memory.counter) return refused(CardProof::Repeated);
    if (card.counter < memory.counter) return refused(CardProof::Overtaken);
    return judge_time(card, memory, now);
}

}  // namespace kopilka
