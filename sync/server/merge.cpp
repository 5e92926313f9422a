#include "sync/server/merge.h"

#include "pos/loyalty/lend_ahead.h"
#include "pos/sale/member_view.h"
#include "sync/server/aliases.h"
#include "sync/server/booking.h"
#include "sync/server/chain.h"
#include "sync/server/members.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

// A member's points as what would give them to another: lots, then what is owed.
std::vector<LedgerEntry> points_of(const Member& member) {
    std::vector<LedgerEntry> entries;
    const auto add = [&](const ProgrammeId& programme, const Lot& lot) {
        if (lot.amount.is_zero()) return;
        entries.push_back({static_cast<std::uint32_t>(entries.size()), LedgerKind::Adjustment,
                           programme, OfferId{}, lot.amount, lot.active, lot.expires});
    };
    for (const auto& [programme, account] : member.view.accounts) {
        for (const Lot& lot : account.lots) add(programme, lot);
        add(programme, {-account.deficit, Instant{}, std::nullopt});
    }
    return entries;
}

// The lots once more from the ledger's side: what a till spent beyond them stands there alone.
std::vector<LedgerEntry> overdrawn(Database& database, const Member& member,
                                   const std::vector<LedgerEntry>& in_lots) {
    std::vector<LedgerEntry> entries;
    for (const Row& row :
         database.run("SELECT programme_id, points FROM balance WHERE member_id = $1"
                      " ORDER BY programme_id",
                      {value(member.view.id.value)})) {
        Points rest = Points::of(row.integer(1));
        for (const LedgerEntry& entry : in_lots)
            if (entry.programme.value == row.text(0)) rest -= entry.amount;
        if (rest.is_zero()) continue;
        entries.push_back({static_cast<std::uint32_t>(in_lots.size() + entries.size()),
                           LedgerKind::Adjustment, ProgrammeId{row.text(0)}, OfferId{}, rest,
                           Instant{}, std::nullopt});
    }
    return entries;
}

// In a name that no till can have.
RecordId source_of(const MemberId& alias) {
    return {TillId{"merged " + to_string(alias)}, Epoch{1}, Sequence{1}};
}

std::vector<LedgerRow> ledger_rows_of(const std::vector<LedgerEntry>& entries,
                                      const MemberId& alias, const MemberId& survivor) {
    std::vector<LedgerRow> rows;
    const RecordId source = source_of(alias);
    for (const LedgerEntry& entry : entries) {
        LedgerRow row{survivor, tx_id(source, entry.operation, entry.active), source, entry};
        rows.push_back(row);
        row.member = alias;
        row.entry.amount = -row.entry.amount;
        rows.push_back(row);
    }
    return rows;
}

// By the rules of every other record: a correction that names the member beside it changes points
// and nothing else.
MemberView with_points(MemberView view, std::vector<LedgerEntry> entries) {
    Return correction;
    for (LedgerEntry& entry : entries) entry.member = view.id;
    correction.ledger = std::move(entries);
    JournalRecord record;
    record.entry = std::move(correction);
    return kopilka::view(std::move(view), std::span(&record, 1), NewPoints::AsRecorded);
}

template <typename Map>
void add_counts(Map& to, const Map& from) {
    for (const auto& [key, count] : from) to[key] += count;
}

void add_texts(std::vector<std::string>& to, const std::vector<std::string>& from) {
    to.insert(to.end(), from.begin(), from.end());
    std::ranges::sort(to);
    to.erase(std::unique(to.begin(), to.end()), to.end());
}

// Sums of both; where levels stand is the survivor's, if he has one.
void add_standings(MemberView& to, const MemberView& from) {
    for (const auto& [programme, standing] : from.standings) {
        const auto [known, is_new] = to.standings.try_emplace(programme, standing);
        if (is_new) continue;
        known->second.money += standing.money;
        known->second.points += standing.points;
        known->second.visits += standing.visits;
    }
}

void add_history(MemberView& to, const MemberView& from) {
    if (to.tier.value.empty()) to.tier = from.tier;
    to.joined = std::min(to.joined, from.joined);
    if (!to.birthday) to.birthday = from.birthday;
    to.purchases += from.purchases;
    to.lifetime_spend += from.lifetime_spend;
    to.last_purchase = std::max(to.last_purchase, from.last_purchase);
    if (!to.referrer && from.referrer != to.id) to.referrer = from.referrer;
    if (to.uses_day == from.uses_day) add_counts(to.day_uses, from.day_uses);
    add_counts(to.uses, from.uses);
    add_counts(to.stamps, from.stamps);
    add_texts(to.segments, from.segments);
    add_texts(to.tags, from.tags);
    add_standings(to, from);
}

void add_person(Member& to, const Member& from) {
    Person& person = to.person;
    if (person.first_name.empty()) person.first_name = from.person.first_name;
    if (person.surname.empty()) person.surname = from.person.surname;
    if (person.phone.empty()) person.phone = from.person.phone;
    to.cards.insert(to.cards.end(), from.cards.begin(), from.cards.end());
    to.importance = std::max(to.importance, from.importance);
    add_visits(to, from);
}

// What is left of the alias: the key, for what was told of him at a till and has not come yet.
Member husk_of(const Member& alias) {
    Member husk;
    husk.view.id = alias.view.id;
    husk.personal_key = alias.personal_key;
    return husk;
}

void keep_alias(Database& database, const MemberId& alias, const MemberId& survivor,
                const Reason& reason) {
    database.run("UPDATE member_alias SET survivor_id = $1 WHERE survivor_id = $2",
                 {value(survivor.value), value(alias.value)});
    database.run(
        "INSERT INTO member_alias (member_id, survivor_id, merged_at, decided_by, why)"
        " VALUES ($1, $2, $3, $4, $5)",
        {value(alias.value), value(survivor.value), reason.at.ms, value(reason.by),
         value(reason.why)});
    database.run(
        "UPDATE card_phone SET revoked_at = $1 WHERE member_id = $2 AND revoked_at IS NULL",
        {reason.at.ms, value(alias.value)});
}

// The survivor is told first: a card leads to one of the two at every moment.
void merge(Database& database, const Member& alias, Member survivor, const Reason& reason) {
    const auto in_lots = points_of(alias);
    auto moving = in_lots;
    std::ranges::move(overdrawn(database, alias, in_lots), std::back_inserter(moving));
    add_to_ledger(database, ledger_rows_of(moving, alias.view.id, survivor.view.id));
    keep_alias(database, alias.view.id, survivor.view.id, reason);
    add_history(survivor.view, alias.view);
    add_person(survivor, alias);
    survivor.view = with_points(std::move(survivor.view), in_lots);
    put_member(database, std::move(survivor), next_feed_position(database));
    put_member(database, husk_of(alias), next_feed_position(database));
}

Error objection(const MemberId& survivor, const std::optional<MemberId>& to_before,
                const std::optional<MemberId>& survivors_survivor) {
    if (to_before && to_before != survivor)
        return {Errc::Invalid, "it was merged into " + to_string(*to_before) +
                                   " before: merge that one, if both are the same person"};
    if (survivors_survivor)
        return {Errc::Invalid, "the survivor was merged into " + to_string(*survivors_survivor) +
                                   " before: name that one"};
    return {};
}

}  // namespace

Result<Merged> merge_members(Database& database, const MemberId& alias, const MemberId& survivor,
                             const Reason& reason) {
    if (alias == survivor) return fail(Errc::Invalid, "these are the same member");
    Error no;
    bool before = false;
    const auto done = database.write([&] {
        const auto to_before = survivor_of(database, alias);
        before = to_before == survivor;
        no = objection(survivor, to_before, survivor_of(database, survivor));
        if (before || !no.detail.empty()) return;
        auto from = find_member(database, alias);
        auto to = find_member(database, survivor);
        if (!from || !to)
            no = {Errc::NotFound, "no member has the id " + to_string(from ? survivor : alias)};
        else if (from->blocked || to->blocked)
            no = {Errc::Invalid,
                  "one of them is blocked: whoever found that card would have the points of both;"
                  " central member unblock, if it is not lost"};
        else
            merge(database, *from, *std::move(to), reason);
    });
    if (!done) return tl::unexpected(done.error());
    if (!no.detail.empty()) return tl::unexpected(no);
    return before ? Merged::Before : Merged::Now;
}

}  // namespace kopilka::sync
