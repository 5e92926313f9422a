#include "sync/server/lending.h"

#include "sync/server/chain.h"
#include "sync/server/tables.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

constexpr std::int64_t kPatienceMs = 20'000;      // of who waits for what is asked back
constexpr std::uint32_t kPerWish = 100;           // numbers of leases that answer one wish
constexpr std::int64_t kLongestMs = 31 * kDayMs;  // whatever is wished
constexpr std::int64_t kShortestMs = 120'000;     // what ends sooner is not worth lending
// Nor ahead of visits: its holder counts from when it asked, which may be an hour before.
constexpr std::int64_t kShortestAheadMs = 4 * kHourMs;

enum : std::int64_t { kLent, kSpent, kBack, kLost };  // lease_entry.kind

}  // namespace

void Lending::foresee(const std::set<MemberId>& owners) {
    std::vector<Line> keys;
    const auto foresee_one = [&](const MemberId& id) {
        if (foreseen_.insert(id).second) keys.push_back({value(id.value)});
    };
    for (const auto& [alias, survivor] : find_aliases(database_, owners)) {
        survivors_[alias] = survivor;
        foresee_one(survivor);
    }
    for (const MemberId& owner : owners) foresee_one(owner);
    // What is lent of one card of a person is not free for another.
    if (was_anybody_merged(database_))
        for (const MemberId& owner : std::set(foreseen_))
            for (const MemberId& alias : aliases_of(database_, owner)) {
                survivors_[alias] = owner;
                foresee_one(alias);
            }
    for (const Row& row : database_.find(kLeaseColumns, kLeasesOfMember, keys)) {
        LeaseRow read = lease_from(database_, row);
        const Key key{MemberId{row.array<16>(0)}, read.lent.lease.id};
        leases_[key] = {std::move(read.lent), read.feed_position};
    }
    for (const Row& row :
         database_.find("member_id, lease_id, holder_id, until_at, body", kWantsOfMember, keys)) {
        const auto id = parse_lease_id(row.text(1));
        auto wish = decode_wish(row.bytes(4));
        if (!id || !wish) return database_.give_up("a wish for a lease cannot be read");
        wants_[{MemberId{row.array<16>(0)}, *id}] = {*id, TillId{row.text(2)}, *std::move(wish),
                                                     Instant{row.integer(3)}};
    }
}

std::vector<LentLease> Lending::of_purse(const Purse& purse) const {
    const auto person = [&](const MemberId& id) {
        const auto merged = survivors_.find(id);
        return merged == survivors_.end() ? id : merged->second;
    };
    std::vector<LentLease> found;
    for (const auto& [key, kept] : leases_) {
        const Purse& of = kept.lent.lease.purse;
        if (of.kind == purse.kind && of.name == purse.name &&
            person(key.first) == person(purse.owner))
            found.push_back(kept.lent);
    }
    return found;
}

Lending::Kept* Lending::find(const MemberId& owner, const LeaseId& id) {
    const auto found = leases_.find({owner, id});
    return found == leases_.end() ? nullptr : &found->second;
}

void Lending::enter(const MemberId& owner, const LeaseId& id, const TxId& tx, std::int64_t kind,
                    Points amount) {
    entries_.push_back(
        {value(owner.value), value(tx), value(to_string(id)), kind, amount.count(), at_.ms});
}

// What it gets is taken off the wish.
void Lending::lend(const LeaseId& id, const TillId& holder, LeaseWish& wish, const LotsOf& lots) {
    std::vector<Lot> free = free_of(lots(wish.purse), of_purse(wish.purse));
    const std::int64_t shortest = wish.use == LeaseFor::Visits ? kShortestAheadMs : kShortestMs;
    std::erase_if(
        free, [&](const Lot& lot) { return lot.expires && lot.expires->ms - at_.ms < shortest; });
    Lease lease{id, wish.purse, wish.use, cut_slices(free, wish.most, at_), at_, 0, {}};
    if (lease.slices.empty()) return;
    lease.lasts_ms =
        lasting_ms(lease.slices, at_, std::clamp(wish.lasts_ms, kShortestMs, kLongestMs));
    wish.most -= sum_of(lease.slices);
    enter(wish.purse.owner, id, tx_id(id.asked, id.number, at_), kLent, sum_of(lease.slices));
    LentLease lent{lease, holder, {at_.ms + lease.lasts_ms}, lease.slices, LeaseState::Lent, false};
    leases_[{wish.purse.owner, id}] = {std::move(lent), 0, true, true, true};
}

void Lending::asked(const JournalRecord& record, const LeaseAsked& asked, const LotsOf& lots) {
    if (asked.usual) stand(record, asked);
    std::uint32_t number = 0;
    for (LeaseWish wish : asked.wishes) {
        const LeaseId id{record.id, number};
        number += kPerWish;
        if (wish.most <= kNoPoints || !foreseen_.contains(wish.purse.owner)) continue;
        lend(id, record.id.till, wish, lots);
        if (wish.most.is_zero()) continue;
        ask_back(wish.purse, wish.most, record.id.till, lots);
        Want want{{record.id, id.number + 1}, record.id.till, wish, {at_.ms + kPatienceMs}, true};
        wants_[{wish.purse.owner, want.id}] = want;
    }
}

void Lending::ask_back(const Purse& purse, Points lacking, const TillId& for_whom,
                       const LotsOf& lots) {
    // Not for more than there is altogether.
    const std::vector<LentLease> all = of_purse(purse);
    lacking = std::min(lacking, sum_of(lots(purse)));
    for (const LeaseId& id : to_ask_back(all, lacking, for_whom, at_))
        for (auto& [key, kept] : leases_)
            if (key.second == id) kept.lent.asked_back = kept.changed = kept.to_tell = true;
}

// A server put back from a backup hears here what it lent since; nobody else lends to himself.
void Lending::granted(const JournalRecord& record, const LeaseGranted& granted) {
    for (const Lease& lease : granted.leases) {
        const MemberId& owner = lease.purse.owner;
        if (find(owner, lease.id)) continue;
        if (lease.id.asked.till != record.id.till || !is_sound(lease) ||
            restorings(database_).last <= lease.lent) {
            overrun(record, owner, lease.id, sum_of(lease.slices), "it was never lent", {});
            continue;
        }
        enter(owner, lease.id, tx_id(lease.id.asked, lease.id.number, lease.lent), kLent,
              sum_of(lease.slices));
        const Instant ends{lease.lent.ms + lease.lasts_ms};
        leases_[{owner, lease.id}] = {
            {lease, record.id.till, ends, lease.slices, LeaseState::Lent, false},
            0,
            true,
            true,
            false};
    }
}

// Whoever gives back what a wish brought has no customer any more who waits for the rest.
void Lending::stop_waiting(const LeaseId& given_back) {
    for (auto& [key, want] : wants_) {
        if (want.id.asked != given_back.asked ||
            want.id.number / kPerWish != given_back.number / kPerWish)
            continue;
        want.wish.most = kNoPoints;
        want.changed = true;
    }
}

void Lending::returned(const JournalRecord& record, const LeaseReturned& returned) {
    std::uint32_t operation = 0;
    for (const LeaseBack& back : returned.leases) {
        if (back.id.asked.till == record.id.till) stop_waiting(back.id);
        Kept* kept = find(back.purse.owner, back.id);
        if (!kept || kept->lent.holder != record.id.till) continue;
        if (kept->lent.state == LeaseState::Lost) continue;  // it came free when it was declared so
        Points came;
        // A copy may have spent some of what this one gives back whole.
        for (const Lot& slice : back.left)
            for (const Lot& left : std::vector(kept->lent.left))
                if (is_same_lot(left, slice)) {
                    const Points amount = std::min(left.amount, slice.amount);
                    if (take_out(kept->lent.left, slice, amount)) came += amount;
                }
        enter(back.purse.owner, back.id, tx_id(record.id, operation++, record.at.instant), kBack,
              -came);
        if (kept->lent.left.empty()) kept->lent.state = LeaseState::Ended;
        kept->changed = true;
    }
}

void Lending::spent(const JournalRecord& record, const LedgerRow& row) {
    if (!row.entry.lease) return;
    const LeaseId& id = *row.entry.lease;
    const Points amount = -row.entry.amount;
    Kept* kept = find(row.member, id);
    if (!kept || kept->lent.holder != record.id.till)
        return overrun(record, row.member, id, amount, "no such lease is out at this till",
                       row.branch);
    if (kept->lent.state == LeaseState::Lost)
        return overrun(record, row.member, id, amount, "the till was declared lost before",
                       row.branch);
    if (!take_out(kept->lent.left, {{}, row.entry.active, row.entry.expires}, amount))
        return overrun(record, row.member, id, amount, "it was spent or given back before",
                       row.branch);
    enter(row.member, id, row.tx, kSpent, -amount);
    if (kept->lent.left.empty()) kept->lent.state = LeaseState::Ended;
    kept->changed = true;
}

void Lending::overrun(const JournalRecord& record, const MemberId& owner, const LeaseId& id,
                      Points amount, std::string why, const Branch& branch) {
    Finding found{IncidentKind::LeaseOverrun, to_string(record.id) + " " + to_string(id),
                  record.id};
    found.day = record.business_date;
    found.member = owner;
    found.cause = "lease " + to_string(id) + ": " + std::move(why);
    found.till_says = to_string(amount) + " points are its to spend out of it";
    found.server_holds = "no right of the till's to them";
    found.branch = branch;
    open_incident(database_, found, at_);
}

void Lending::serve_waiting(const LotsOf& lots) {
    for (auto& [key, want] : wants_) {
        if (want.wish.most.is_zero() || at_ >= want.until) continue;
        const Points before = want.wish.most;
        lend(want.id, want.holder, want.wish, lots);
        if (want.wish.most == before) continue;
        want.changed = true;
        ++want.id.number;
    }
}

std::uint64_t Lending::news() const {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(leases_, [](const auto& one) { return one.second.to_tell; }));
}

void Lending::write(std::uint64_t first_position) {
    std::vector<Line> lines;
    for (const auto& [key, kept] : leases_) {
        if (!kept.changed) continue;
        const std::uint64_t position = kept.to_tell ? first_position++ : kept.position;
        if (kept.lent.state != LeaseState::Ended) {
            lines.push_back(lease_line(kept.lent, position));
        } else if (!kept.is_new) {
            database_.run("DELETE FROM lease WHERE member_id = $1 AND lease_id = $2",
                          {value(key.first.value), value(to_string(key.second))});
        }
    }
    database_.add_or_change(kLeaseTable,
                            "state = excluded.state, asked_back = excluded.asked_back,"
                            " held = excluded.held, feed_position = excluded.feed_position,"
                            " rest = excluded.rest",
                            lines);
    std::ranges::sort(entries_);
    database_.add_new(kLeaseEntryTable, entries_);
    lines.clear();
    for (const auto& [key, want] : wants_) {
        const bool over = want.wish.most.is_zero() || at_ >= want.until;
        if (over || want.changed)
            database_.run("DELETE FROM lease_want WHERE member_id = $1 AND lease_id = $2",
                          {value(key.first.value), value(to_string(key.second))});
        if (!over && want.changed)
            lines.push_back({value(key.first.value), value(to_string(want.id)),
                             value(want.holder.value), want.until.ms,
                             value(encode_wish(want.wish))});
    }
    database_.add_or_change(kLeaseWantTable, "body = excluded.body", lines);
    for (const Standing& one : standing_)
        if (one.changed)
            database_.run(
                "UPDATE lease_standing SET next_number = $1 WHERE store_id = $2"
                " AND holder_id = $3 AND programme_id = $4",
                {value(std::uint64_t{one.next_number}), value(one.store.value),
                 value(one.holder.value), value(one.programme.value)});
}

std::vector<Lease> Lending::lent_by(const RecordId& asked) const {
    std::vector<Lease> lent;
    for (const auto& [key, kept] : leases_)
        if (kept.is_new && key.second.asked == asked) lent.push_back(kept.lent.lease);
    return lent;
}

std::size_t declare_lost(Database& database, const TillId& holder, Instant at) {
    std::vector<Line> entries;
    constexpr auto kNowLost = static_cast<std::int64_t>(LeaseState::Lost);
    for (const LeaseRow& row : leases_of(database, nullptr, &holder)) {
        const LentLease& lent = row.lent;
        if (state_of(lent.state, lent.ends, at) != LeaseState::InDoubt) continue;
        const MemberId& owner = lent.lease.purse.owner;
        const LeaseId& id = lent.lease.id;
        // Of a record that no till has.
        const RecordId lost{TillId{"lost by " + holder.value}, id.asked.epoch, id.asked.sequence};
        entries.push_back({value(owner.value), value(tx_id(lost, id.number, at)),
                           value(to_string(id)), std::int64_t{kLost}, -sum_of(lent.left).count(),
                           at.ms});
        database.run(
            "UPDATE lease SET state = $1, held = 0, feed_position = $2 WHERE member_id = $3"
            " AND lease_id = $4",
            {kNowLost, value(next_feed_position(database)), value(owner.value),
             value(to_string(id))});
    }
    database.add_new(kLeaseEntryTable, entries);
    return entries.size();
}

}  // namespace kopilka::sync
