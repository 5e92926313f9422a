#include "tests/simulation/truth.h"

#include <fmt/format.h>

namespace kopilka::simulation {

void Truth::saw(const JournalRecord& record, const Hash256& hash, const Witness& witness) {
    const auto [place, is_new] = records_.try_emplace(hash);
    if (!is_new) return;  // of a copied disk
    Happened& happened = place->second;
    happened.id = record.id;
    if (const auto* sale = std::get_if<Sale>(&record.entry)) {
        ++sales_;
        number(record.id, sale->number, witness);
        const auto member = sale->member ? std::optional(sale->member->id) : std::nullopt;
        add_all(happened, member, sale->ledger, false, witness);
    } else if (const auto* goods = std::get_if<Return>(&record.entry)) {
        number(record.id, goods->number, witness);
        add_all(happened, goods->member, goods->ledger, true, witness);
    } else if (const auto* granted = std::get_if<LeaseGranted>(&record.entry)) {
        for (const Lease& lease : granted->leases)
            leases_[lease.id] = {
                record.id.till, asked_[lease.id.asked], {lease.lent.ms + lease.lasts_ms}};
    } else if (const auto* returned = std::get_if<LeaseReturned>(&record.entry)) {
        look_at_end(record.id, *returned, witness);
    } else if (std::holds_alternative<LeaseAsked>(record.entry)) {
        asked_[record.id] = witness.true_now;
    }
}

// `member`: of the receipt; an entry may name another.
void Truth::add_all(Happened& happened, const std::optional<MemberId>& member,
                    std::span<const LedgerEntry> ledger, bool is_return, const Witness& witness) {
    for (const LedgerEntry& entry : ledger)
        if (const auto& owner = entry.member ? entry.member : member)
            add(happened, *owner, entry, is_return, witness);
}

void Truth::add(Happened& happened, const MemberId& member, const LedgerEntry& entry,
                bool is_return, const Witness& witness) {
    Books& books = members_[member];
    happened.change[member] += entry.amount;
    if (entry.amount > kNoPoints) books.given += entry.amount;
    if (entry.amount < kNoPoints) books.spent -= entry.amount;
    // Goods came back whose points were spent already: that is owed, and allowed.
    if (is_return && entry.amount < kNoPoints) books.excused -= entry.amount;
    if (entry.kind == LedgerKind::Redemption) {
        ++spendings_;
        look_at_right(happened.id, entry, witness);
    }
    const Points left = books.begun + books.given - books.spent;
    if (left + books.excused < kNoPoints)
        complain_(fmt::format("{} points are spent that never were, of member {}", to_string(-left),
                              to_string(member).substr(0, 2)));
}

// What is given back at once and lent again would go to and fro for ever. More than a few times in
// half an hour there is no reason to.
void Truth::look_at_end(const RecordId& id, const LeaseReturned& returned, const Witness& witness) {
    constexpr std::int64_t kWhileMs = 30 * 60'000;
    constexpr std::size_t kMost = 8;
    std::set<MemberId> owners;
    for (const LeaseBack& back : returned.leases) owners.insert(back.purse.owner);
    for (const MemberId& owner : owners) {
        auto& times = given_back_[{id.till, owner}];
        std::erase_if(
            times, [&](const Instant& time) { return witness.true_now.ms - time.ms > kWhileMs; });
        times.push_back(witness.true_now);
        if (times.size() > kMost)
            complain_(fmt::format("record {} gives back what was lent {} times in half an hour",
                                  to_string(id), times.size()));
    }
}

// Where the machine runs since before it asked, or its clock is right, the till knows how late it
// is.
void Truth::look_at_right(const RecordId& id, const LedgerEntry& entry,
                          const Witness& witness) const {
    const auto what = [&] { return fmt::format("record {} spends ", to_string(id)); };
    if (!entry.lease) return complain_(what() + "without a right");
    const auto lease = leases_.find(*entry.lease);
    if (lease == leases_.end() || lease->second.till != id.till)
        return complain_(what() + "out of another till's right");
    const bool knows_the_time = witness.clock_is_right || witness.started < lease->second.asked;
    if (!knows_the_time) return;
    if (witness.true_now > lease->second.ends) complain_(what() + "out of a right that was over");
    if (entry.expires && witness.true_now > *entry.expires)
        complain_(what() + "out of a lot that was over");
}

void Truth::number(const RecordId& id, ReceiptNumber number, const Witness& witness) {
    const auto [known, is_new] = numbers_.try_emplace({id.till, number}, id);
    if (is_new || witness.is_one_of_two) return;
    complain_(fmt::format("receipt number {} is on {} and on {}", number.value,
                          to_string(known->second), to_string(id)));
}

bool Truth::is_excused(const MemberId& member) const {
    const auto found = members_.find(member);
    return found != members_.end() && found->second.excused > kNoPoints;
}

void Truth::compare(const std::set<Hash256>& held,
                    const std::map<MemberId, Points>& balances) const {
    std::map<MemberId, Points> booked;
    for (const auto& [member, books] : members_) booked[member] = books.begun;
    for (const auto& [hash, happened] : records_) {
        if (!held.contains(hash)) {
            if (!lost_.contains(hash))
                complain_(fmt::format("record {} never came", to_string(happened.id)));
            continue;
        }
        for (const auto& [member, change] : happened.change) booked[member] += change;
    }
    for (const auto& [member, points] : booked) {
        const auto kept = balances.find(member);
        const Points there = kept == balances.end() ? kNoPoints : kept->second;
        if (there != points)
            complain_(fmt::format("member {} has {} points in the books and {} in truth",
                                  to_string(member).substr(0, 2), to_string(there),
                                  to_string(points)));
    }
}

}  // namespace kopilka::simulation
