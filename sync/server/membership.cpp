#include "sync/server/membership.h"

#include "sync/server/aliases.h"
#include "sync/server/chain.h"
#include "sync/server/shops.h"
#include "sync/server/typed_words.h"

#include <algorithm>

#include <sodium.h>

namespace kopilka::sync {
namespace {

constexpr std::size_t kMembersAtOnce = 1'000;

bool is_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_phone(std::string_view text) {
    return text.starts_with('+') && text.size() >= 9 && text.size() <= 16 &&
           is_digits(text.substr(1));
}

// As scanners read it: no spaces.
bool is_card(std::string_view text) {
    return text.size() >= 4 && text.size() <= 64 &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

std::string objection(const NewMember& who) {
    const Person& person = who.person;
    if (person.phone.empty() && who.cards.empty())
        return "nobody could find this member: give a --phone or a --card";
    if (!person.phone.empty() && !is_phone(person.phone))
        return "a phone is written like +79991234567";
    if (!std::ranges::all_of(who.cards, is_card))
        return "a card is what scanners read of it: 4 to 64 letters and digits without spaces";
    if (!is_name(person.first_name) || !is_name(person.surname))
        return "a name is at most 64 letters";
    return "";
}

std::string taken_by(const char* what, const std::vector<MemberId>& others) {
    if (others.empty()) return "";
    return "member " + to_string(others.front()) + " has this " + what + " already";
}

std::string taken(Database& database, const NewMember& who) {
    if (!who.person.phone.empty()) {
        auto by = taken_by("phone", members_by_phone(database, who.person.phone));
        if (!by.empty()) return by;
    }
    for (const std::string& card : who.cards) {
        auto by = taken_by("card", members_by_card(database, card));
        if (!by.empty()) return by;
    }
    return "";
}

Member new_member(const NewMember& who, LocalTime at) {
    Member member;
    randombytes_buf(member.view.id.value.data(), member.view.id.value.size());
    member.view.joined = local_date(at);
    member.person = who.person;
    member.cards = who.cards;
    member.personal_key = {draw_secret()};
    return member;
}

tl::unexpected<Error> no_such_member() {
    return fail(Errc::NotFound, "no member has this id; see central member find");
}

// `record`: keeps the reason, or takes it back.
template <typename Record>
Result<void> set_blocked(Database& database, const MemberId& id, bool blocked,
                         const Record& record) {
    bool found = false, changed = false;
    auto done = database.write([&] {
        changed = false;
        auto member = survivor_of(database, id) ? std::nullopt : find_member(database, id);
        found = member.has_value();
        if (!found || member->blocked == blocked) return;
        changed = true;
        member->blocked = blocked;
        put_member(database, *std::move(member), next_feed_position(database));
        record();
    });
    if (!done) return done;
    if (!found) return no_such_member();
    if (!changed)
        return fail(Errc::Invalid,
                    blocked ? "this member is blocked already" : "this member is not blocked");
    return {};
}

}  // namespace

Result<MemberId> add_member(Database& database, const NewMember& who, Instant at) {
    std::string objects = objection(who);
    if (!objects.empty()) return fail(Errc::Invalid, objects);
    Member member;
    const auto done = database.write([&] {
        member = new_member(who, {at, shop_offset(database)});
        objects = taken(database, who);
        if (objects.empty()) put_member(database, member, next_feed_position(database));
    });
    if (!done) return tl::unexpected(done.error());
    if (!objects.empty()) return fail(Errc::Invalid, objects);
    return member.view.id;
}

Result<void> block_member(Database& database, const MemberId& id, const Reason& reason) {
    return set_blocked(database, id, true, [&] {
        database.run(
            "INSERT INTO member_blocked (member_id, blocked_at, decided_by, why)"
            " VALUES ($1, $2, $3, $4)",
            {value(id.value), reason.at.ms, value(reason.by), value(reason.why)});
    });
}

Result<void> unblock_member(Database& database, const MemberId& id) {
    return set_blocked(database, id, false, [&] {
        database.run("DELETE FROM member_blocked WHERE member_id = $1", {value(id.value)});
    });
}

bool is_blocked_by_hand(Database& database, const MemberId& id) {
    return !database
                .run("SELECT blocked_at FROM member_blocked WHERE member_id = $1",
                     {value(id.value)})
                .empty();
}

std::vector<MemberId> members_by_card(Database& database, const std::string& number) {
    std::vector<MemberId> found;
    std::uint64_t from = 0;
    while (true) {
        const auto some = members_after(database, from, kMembersAtOnce);
        for (const MemberNews& news : some) {
            const auto* member = std::get_if<Member>(&news.change);
            if (member && std::ranges::find(member->cards, number) != member->cards.end())
                found.push_back(member->view.id);
        }
        if (some.empty()) return found;
        from = some.back().position;
    }
}

Result<MemberFacts> look_up(Database& database, const MemberId& id) {
    std::optional<MemberFacts> facts;
    const auto done = database.read([&] {
        const MemberId whose = survivor_of(database, id).value_or(id);
        auto member = find_member(database, whose);
        if (!member) return;
        facts = MemberFacts{*std::move(member), {}, aliases_of(database, whose)};
        for (const Row& row :
             database.run("SELECT programme_id, points FROM balance WHERE member_id = $1"
                          " ORDER BY programme_id",
                          {value(whose.value)}))
            facts->balances[ProgrammeId{row.text(0)}] = Points::of(row.integer(1));
    });
    if (!done) return tl::unexpected(done.error());
    if (!facts) return no_such_member();
    return *std::move(facts);
}

}  // namespace kopilka::sync
