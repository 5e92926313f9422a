#include "pos/till/profile.h"

#include "pos/core/utf8.h"
#include "pos/till/goods_work.h"
#include "pos/till/open_receipt.h"

#include <algorithm>

namespace kopilka {
namespace {

constexpr std::size_t kMostName = 100;       // bytes
constexpr std::int32_t kOldest = 130 * 366;  // days; nobody is older

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

char32_t capital(char32_t letter) {
    if ((letter >= U'a' && letter <= U'z') || (letter >= U'а' && letter <= U'я'))
        return letter - 32;
    return letter == U'ё' ? U'Ё' : letter;
}

// The screen's keyboard has small letters only: "анна-мария" is meant as "Анна-Мария".
std::string as_a_name(std::string_view typed) {
    std::u32string name = to_code_points(trimmed(typed));
    for (std::size_t i = 0; i < name.size(); ++i)
        if (i == 0 || name[i - 1] == U' ' || name[i - 1] == U'-') name[i] = capital(name[i]);
    return to_utf8(name);
}

bool is_name(const std::string& name) {
    return name.size() <= kMostName &&
           std::ranges::none_of(name, [](char c) { return c >= '0' && c <= '9'; });
}

// Eight digits, day and month first, whatever stands between them: "28.02.1990".
std::optional<Date> birthday(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c != '.' && c != ' ' && c != '-' && c != '/')
            return std::nullopt;
    }
    if (digits.size() != 8) return std::nullopt;
    const YearMonthDay day{std::stoi(digits.substr(4)), std::stoi(digits.substr(2, 2)),
                           std::stoi(digits.substr(0, 2))};
    if (!exists(day)) return std::nullopt;
    return to_date(day);
}

// As members are looked for by phone; nullopt: no phone.
std::optional<std::string> phone(const std::string& text) {
    if (text.empty()) return text;
    const MemberQuery query = typed_member_query(text);
    const auto* found = std::get_if<ByPhone>(&query.key);
    if (!found || found->e164.size() < 9 || found->e164.size() > 16) return std::nullopt;
    return found->e164;
}

}  // namespace

tl::expected<Profile, Refusal> understood(const event::ProfileTold& told, Date today) {
    Profile profile;
    profile.first_name = as_a_name(told.first_name);
    profile.surname = as_a_name(told.surname);
    if (profile.first_name.empty()) return tl::unexpected(Refusal::NameEmpty);
    if (!is_name(profile.first_name) || !is_name(profile.surname))
        return tl::unexpected(Refusal::NameWrong);
    const auto born = birthday(told.birthday);
    if (!born) return tl::unexpected(Refusal::BirthdayWrong);
    if (*born > today || *born < plus_days(today, -kOldest))
        return tl::unexpected(Refusal::BirthdayImpossible);
    profile.birthday = *born;
    const auto number = phone(trimmed(told.phone));
    if (!number) return tl::unexpected(Refusal::PhoneWrong);
    profile.phone = *number;
    if (!told.consent) return tl::unexpected(Refusal::NoConsent);
    return profile;
}

SaleStage ask_profile(Turn& turn, stage::Ringing stage) {
    if (!stage.receipt.member) return refused(turn, std::move(stage), Refusal::NoMember);
    const stage::Attached& there = *stage.receipt.member;
    if (!there.profile_reward) return refused(turn, std::move(stage), Refusal::ProfileNotWanted);
    if (there.member.personal_key == Hash256())
        return refused(turn, std::move(stage), Refusal::ProfileNoKey);
    return stage::Asking{std::move(stage.receipt), stage::FillProfile{}};
}

SaleStage keep_profile(Turn& turn, stage::Asking stage, const event::ProfileTold& told) {
    if (!std::holds_alternative<stage::FillProfile>(stage.question) || !stage.receipt ||
        !stage.receipt->member)
        return refused(turn, std::move(stage), Refusal::AnswerQuestion);
    const auto profile = understood(told, local_date(turn.desk.now));
    if (!profile) return refused(turn, std::move(stage), profile.error());
    const Member& member = stage.receipt->member->member;
    const ProfileFilled filled{member.view.id, kConsentVersion,
                               seal(*profile, member.personal_key)};
    const std::uint64_t ticket = journal(turn, {{filled}, {}, {}});
    return stage::Committing{stage::CommitProfile{std::move(*stage.receipt), *profile}, ticket};
}

SaleStage profile_kept(Turn& turn, const stage::CommitProfile& kept) {
    stage::OpenReceipt receipt = kept.receipt;
    stage::Attached& there = *receipt.member;
    give_profile_tag(there.member.view);
    there.member.person.first_name = kept.profile.first_name;
    there.member.person.surname = kept.profile.surname;
    there.profile_reward.reset();
    changed(turn, receipt);
    say(turn, {"till.notice.profile_kept", {kept.profile.first_name}});
    return stage::Ringing{std::move(receipt), {}};
}

}  // namespace kopilka
