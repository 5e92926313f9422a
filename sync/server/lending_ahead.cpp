// The part of Lending that lends ahead of visits: who asked for it, and whom it is done for.
#include "sync/server/chain.h"
#include "sync/server/lending.h"
#include "sync/server/tables.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

constexpr std::uint32_t kStandingNumbers =
    10'000'000;  // of leases that answer one wish that stands
constexpr std::uint64_t kSweptAtOnce = 200;

}  // namespace

// Another of these takes the place of the one before; for what was asked before too, nobody is
// looked through anew.
void Lending::stand(const JournalRecord& record, const LeaseAsked& asked) {
    const TillId& holder = record.id.till;
    std::map<std::string, Value> sweeps;
    for (const Row& row : database_.run(
             "SELECT s.programme_id, s.sweep FROM lease_standing s JOIN till t"
             " ON t.till_id = s.holder_id AND t.store_id = s.store_id WHERE s.holder_id = $1",
             {value(holder.value)}))
        sweeps[row.text(0)] = row.values().at(1);
    database_.run("DELETE FROM lease_standing WHERE holder_id = $1", {value(holder.value)});
    std::uint64_t number = 0;
    for (const LeaseWish& wish : *asked.usual) {
        number += kStandingNumbers;
        const auto before = sweeps.find(wish.purse.name);
        const Value sweep = before == sweeps.end() ? Value(Bytes()) : before->second;
        database_.run(
            "INSERT INTO lease_standing (store_id, holder_id, programme_id, asked, lasts_ms,"
            " next_number, sweep) SELECT store_id, $1, $2, $3, $4, $5, $6 FROM till"
            " WHERE till_id = $1 ON CONFLICT (store_id, holder_id, programme_id) DO NOTHING",
            {value(holder.value), value(wish.purse.name), value(to_string(LeaseId{record.id, 0})),
             wish.lasts_ms, value(number), sweep});
    }
}

void Lending::foresee_standing(std::span<const Member* const> members) {
    std::set<StoreId> stores;
    for (const Member* member : members)
        for (const auto& [store, visits] : member->visits) stores.insert(store);
    std::vector<Line> keys;
    for (const StoreId& store : stores) keys.push_back({value(store.value)});
    for (const Row& row :
         database_.find("store_id, holder_id, programme_id, asked, lasts_ms, next_number",
                        kStandingsOfStore, keys)) {
        const auto asked = parse_lease_id(row.text(3));
        if (!asked) return database_.give_up("a standing wish for leases cannot be read");
        standing_.push_back({StoreId{row.text(0)}, TillId{row.text(1)}, ProgrammeId{row.text(2)},
                             asked->asked, row.integer(4),
                             static_cast<std::uint32_t>(row.natural(5))});
    }
}

void Lending::lend_ahead(const Member& member) {
    const KeptMember kept{member};
    const LotsOf lots = [&](const Purse& purse) { return lots_to_lend(kept, purse); };
    for (const auto& [programme, account] : member.view.accounts) {
        const Purse purse{RightKind::OfPoints, member.view.id, programme.value};
        const auto waits = [&](const auto& want) {
            return want.second.wish.purse == purse && at_ < want.second.until &&
                   !want.second.wish.most.is_zero();
        };
        if (std::ranges::any_of(wants_, waits)) continue;
        std::vector<AheadHolder> holders;
        for (const Standing& one : standing_)
            if (one.programme == programme) holders.push_back({one.holder, one.store, {}});
        if (holders.empty()) continue;
        for (const LentLease& lease : of_purse(purse))
            for (AheadHolder& one : holders)
                if (one.holder == lease.holder && lease.state == LeaseState::Lent)
                    one.held += sum_of(lease.left);
        std::vector<Lot> all = lots(purse);
        const Points sum = sum_of(cut_slices(all, sum_of(all), at_));
        const auto usual = member.usual_spend.find(programme);
        const AheadShares shares =
            shares_ahead(sum, usual == member.usual_spend.end() ? kNoPoints : usual->second, member,
                         local_date({at_, 0}), holders);
        bool is_short = false;
        for (const AheadShare& share : shares.lacking) {
            const auto standing = std::ranges::find_if(standing_, [&](const Standing& one) {
                return one.programme == programme && one.holder == share.holder;
            });
            LeaseWish wish{purse, LeaseFor::Visits, share.more, standing->lasts_ms};
            lend({standing->asked, standing->next_number++}, share.holder, wish, lots);
            standing->changed = true;
            is_short = is_short || !wish.most.is_zero();
        }
        if (is_short) ask_back_of(purse, shares.holding_much);
    }
}

// When it comes, it is shared out anew.
void Lending::ask_back_of(const Purse& purse, const std::vector<TillId>& holders) {
    for (auto& [key, kept] : leases_) {
        const LentLease& lent = kept.lent;
        const bool open = state_of(lent.state, lent.ends, at_) == LeaseState::Lent;
        if (!open || lent.asked_back || lent.lease.purse != purse ||
            lent.lease.use != LeaseFor::Visits ||
            std::ranges::find(holders, lent.holder) == holders.end())
            continue;
        kept.lent.asked_back = kept.changed = kept.to_tell = true;
    }
}

std::vector<Lot> lots_to_lend(const KeptMember& kept, const Purse& purse) {
    if (kept.erased || kept.member.blocked) return {};
    const auto& accounts = kept.member.view.accounts;
    const auto account = accounts.find(ProgrammeId{purse.name});
    if (purse.kind != RightKind::OfPoints || account == accounts.end()) return {};
    std::vector<Lot> lots = account->second.lots;
    Points owed = account->second.deficit;  // which is nobody's to spend
    for (Lot& lot : lots) {
        const Points taken = std::min(lot.amount, owed);
        lot.amount -= taken;
        owed -= taken;
    }
    return lots;
}

bool is_any_standing(Database& database) {
    return count(database, "SELECT count(*) FROM (SELECT 1 FROM lease_standing LIMIT 1) one") > 0;
}

Result<bool> lend_ahead_to_some(Database& database, Instant at) {
    bool more = false;
    const auto done = database.write([&] {
        const Rows unswept = database.run(
            "SELECT store_id, holder_id, programme_id, sweep FROM lease_standing"
            " WHERE sweep IS NOT NULL ORDER BY store_id, holder_id, programme_id LIMIT 1");
        more = !unswept.empty();
        if (!more) return;
        const Row& row = unswept.front();
        const StoreId store{row.text(0)};
        std::set<MemberId> next;
        for (const Row& member :
             database.run("SELECT member_id FROM member WHERE member_id > $1 ORDER BY member_id"
                          " LIMIT $2",
                          {row.bytes(3), value(kSweptAtOnce)}))
            next.insert(MemberId{member.array<16>(0)});
        Value sweep;
        if (next.size() == kSweptAtOnce) sweep = value(next.rbegin()->value);
        database.run(
            "UPDATE lease_standing SET sweep = $1 WHERE store_id = $2 AND holder_id = $3"
            " AND programme_id = $4",
            {sweep, value(store.value), value(row.text(1)), value(row.text(2))});
        const auto kept = read_members(database, next);
        std::vector<const Member*> visitors;
        std::set<MemberId> owners;
        for (const auto& [id, one] : kept) {
            if (one.erased || one.member.blocked || !one.member.visits.contains(store)) continue;
            visitors.push_back(&one.member);
            owners.insert(id);
        }
        Lending lending(database, at);
        lending.foresee(owners);
        lending.foresee_standing(visitors);
        for (const Member* member : visitors) lending.lend_ahead(*member);
        const std::uint64_t news = lending.news();
        std::uint64_t first = 0;
        if (news > 0) first = take_feed_positions(database, news) - news + 1;
        lending.write(first);
    });
    if (!done) return tl::unexpected(done.error());
    return more;
}

}  // namespace kopilka::sync
