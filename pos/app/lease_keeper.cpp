#include "pos/app/lease_keeper.h"

#include "pos/loyalty/programme.h"
#include "pos/store/sealed_head.h"

#include <algorithm>

#include <sodium.h>
#include <spdlog/spdlog.h>

namespace kopilka::app {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr std::int64_t kDayMs = 24 * kHourMs;

AskedAt now_at(const StoreRoom& room) {
    return {room.clock.now(), room.clock.running_ms(), room.clock.run()};
}

HolderClock clock_of(const StoreRoom& room) { return {now_at(room), room.latest}; }

bool is_older(HeadCheck head) {
    switch (head) {
        case HeadCheck::NeverSealed:
        case HeadCheck::Matches:
        case HeadCheck::Extends: return false;
        case HeadCheck::RolledBack:
        case HeadCheck::Differs:
        case HeadCheck::Unreadable: return true;
    }
    return true;
}

// After the data folder was found to be older than it was once, or while the clock is behind what
// was journaled by it, nothing is spent until the server was heard.
bool is_frozen(const StoreRoom& room) {
    return room.frozen || (!room.contact && is_turned_back(clock_of(room)));
}

std::uint64_t draw() {
    std::uint64_t number = 0;
    randombytes_buf(&number, sizeof number);
    return number >> 1;
}

Result<void> append(StoreRoom& room, const JournalEntry& entry) {
    const LocalTime at = room.clock.local(room.utc_offset_minutes);
    const JournalStamp stamp{at, room.business_date.value_or(local_date(at)), {}};
    const auto places = room.journal.append(std::span(&entry, 1), stamp);
    if (!places) return tl::unexpected(places.error());
    room.latest = std::max(room.latest, at.instant);
    return {};
}

Result<bool> ask(StoreRoom& room, std::vector<LeaseWish> wishes,
                 std::optional<std::vector<LeaseWish>> usual) {
    const AskedAt now = now_at(room);
    const LeaseAsked asked{std::move(wishes), std::move(usual), draw(), now.running_ms, now.run};
    if (auto done = append(room, asked); !done) return tl::unexpected(done.error());
    return true;
}

// How late it is with a lease is counted from when it was asked for, by a clock that has run since
// then: so what stands is asked again each hour, and by each run of the machine. Where something
// was over, maybe because a clock was turned, at once: else the next would be over too.
bool is_old(const LeaseAsked& standing, const AskedAt& now, LeaseKept kept) {
    const std::int64_t most = kept == LeaseKept::All ? kHourMs : kMinuteMs;
    if (standing.usual->empty()) return false;
    return standing.run != now.run || now.running_ms - standing.running_ms >= most;
}

Result<bool> give_back(StoreRoom& room, const std::vector<HeldLease>& leases, LeaseEnd why) {
    if (leases.empty()) return false;
    LeaseReturned returned{{}, why};
    for (const HeldLease& held : leases)
        returned.leases.push_back({held.lease.id, held.lease.purse, held.lease.slices});
    if (auto done = append(room, returned); !done) return tl::unexpected(done.error());
    for (const LeaseBack& back : returned.leases) room.asked_back.erase(back.id);
    return true;
}

Points spent_without(const MemberId& member, const ProgrammeId& programme,
                     std::span<const JournalRecord> records) {
    Points sum;
    for (const JournalRecord& record : records) {
        const auto* sale = std::get_if<Sale>(&record.entry);
        if (!sale || !sale->member || sale->member->id != member) continue;
        for (const LedgerEntry& entry : sale->ledger)
            if (entry.kind == LedgerKind::Redemption && entry.programme == programme &&
                !entry.lease && !entry.member)
                sum -= entry.amount;
    }
    return sum;
}

bool spends_of_a_lease(const LedgerEntry& entry) { return entry.lease.has_value(); }

std::map<ProgrammeId, Rights> rights_of(const StoreRoom& room, const MemberId& member) {
    std::map<ProgrammeId, Rights> rights;
    if (is_frozen(room)) return rights;
    const auto leases = room.journal.leases_of(member);
    if (!leases) {
        spdlog::error("leases: {}", leases.error().detail);
        return rights;
    }
    const HolderClock clock = clock_of(room);
    for (const HeldLease& held : *leases) {
        if (held.lease.purse.kind != RightKind::OfPoints || is_over(held.lease, held.asked, clock))
            continue;
        for (const Lot& slice : held.lease.slices)
            rights[ProgrammeId{held.lease.purse.name}].held.push_back({held.lease.id, slice});
    }
    for (auto& [programme, one] : rights)
        std::ranges::stable_sort(one.held, is_spent_before, &HeldSlice::lot);
    return rights;
}

}  // namespace

std::vector<LeaseWish> usual_wishes(const Publication& publication) {
    std::vector<LeaseWish> wishes;
    for (const Programme& programme : publication.programmes())
        if (programme.points && programme.points->spend.offline != Offline::OnlineOnly)
            wishes.push_back({{RightKind::OfPoints, {}, programme.id.value},
                              LeaseFor::Visits,
                              {},
                              programme.points->spend.lease_days * kDayMs});
    return wishes;
}

void set_rights(const StoreRoom& room, MemberView& member, std::span<const JournalRecord> since) {
    const auto rights = rights_of(room, member.id);
    for (auto& [programme, account] : member.accounts) {
        const auto held = rights.find(programme);
        account.rights = held == rights.end() ? Rights{} : held->second;
        account.rights->unbacked = spent_without(member.id, programme, since);
    }
}

event::RightsChanged rights_now(const StoreRoom& room, const MemberId& member) {
    return {member, rights_of(room, member)};
}

std::optional<MemberId> spends_what_is_over(const StoreRoom& room,
                                            std::span<const JournalEntry> entries) {
    for (const JournalEntry& entry : entries) {
        const auto* sale = std::get_if<Sale>(&entry);
        if (!sale || !sale->member || std::ranges::none_of(sale->ledger, &spends_of_a_lease))
            continue;
        const auto held = rights_of(room, sale->member->id);
        for (const LedgerEntry& spent : sale->ledger) {
            if (!spends_of_a_lease(spent)) continue;
            const auto rights = held.find(spent.programme);
            if (rights == held.end() ||
                std::ranges::find(rights->second.held, *spent.lease, &HeldSlice::lease) ==
                    rights->second.held.end())
                return sale->member->id;
        }
    }
    return std::nullopt;
}

Result<bool> begin_with_leases(StoreRoom& room, const std::optional<MemberId>& at_desk) {
    room.at_desk = at_desk;
    const auto head = check_sealed_head(room.key_folder, room.keys, room.journal);
    room.frozen = !head || is_older(*head);
    if (room.frozen) spdlog::warn("leases: frozen until the server is heard");
    auto held = room.journal.leases();
    if (!held) return tl::unexpected(held.error());
    std::erase_if(*held, [&](const HeldLease& one) {
        return one.lease.use != LeaseFor::ThisVisit || one.lease.purse.owner == at_desk;
    });
    return give_back(room, *held, LeaseEnd::NotNeeded);
}

Result<bool> ask_rights(StoreRoom& room, const effect::AskRights& wanted) {
    room.at_desk = wanted.member;
    if (wanted.wishes.empty()) return false;
    return ask(room, wanted.wishes, {});
}

Result<bool> ask_usual(StoreRoom& room, LeaseKept kept) {
    if (!room.usual || !room.journal.head()) return false;
    const auto standing = room.journal.standing_wish();
    if (!standing) return tl::unexpected(standing.error());
    const bool same = *standing ? (*standing)->usual == room.usual : room.usual->empty();
    if (same && (!*standing || !is_old(**standing, now_at(room), kept))) return false;
    return ask(room, {}, room.usual);
}

Result<bool> let_go(StoreRoom& room, const MemberId& member) {
    if (room.at_desk == member) room.at_desk.reset();
    auto held = room.journal.leases_of(member);
    if (!held) return tl::unexpected(held.error());
    std::erase_if(*held, [&](const HeldLease& one) {
        return one.lease.use != LeaseFor::ThisVisit && !room.asked_back.contains(one.lease.id);
    });
    return give_back(room, *held, LeaseEnd::NotNeeded);
}

Result<bool> end_what_is_over(StoreRoom& room) {
    auto held = room.journal.leases();
    if (!held) return tl::unexpected(held.error());
    const HolderClock clock = clock_of(room);
    std::erase_if(*held, [&](const HeldLease& one) {
        return !is_over(one.lease, one.asked, clock) || one.lease.purse.owner == room.at_desk;
    });
    return give_back(room, *held, LeaseEnd::Over);
}

Result<Taken> take_leases(StoreRoom& room, const sync::LeaseNews& news) {
    Taken taken;
    const RecordId head = room.journal.head()->id;
    LeaseGranted granted;
    std::vector<HeldLease> unwanted;
    for (const Lease& lease : news.lent) {
        const auto known = room.journal.knows(lease.id);
        if (!known) return tl::unexpected(known.error());
        // Of an epoch before: this till is not the one any more that asked.
        const bool ours = lease.id.asked.till == head.till && lease.id.asked.epoch == head.epoch;
        if (*known || !ours) continue;
        granted.leases.push_back(lease);
        if (lease.purse.owner == room.at_desk)
            taken.members.push_back(lease.purse.owner);
        else if (lease.use == LeaseFor::ThisVisit)
            unwanted.push_back({lease, {}});
    }
    if (!granted.leases.empty()) {
        if (auto done = append(room, granted); !done) return tl::unexpected(done.error());
        taken.journaled = true;
    }
    std::vector<HeldLease> back;
    for (const LeaseId& id : news.asked_back) room.asked_back.insert(id);
    if (!news.asked_back.empty()) {
        auto held = room.journal.leases();
        if (!held) return tl::unexpected(held.error());
        // What is not held any more was given back before.
        std::erase_if(room.asked_back, [&](const LeaseId& id) {
            return std::ranges::none_of(*held,
                                        [&](const HeldLease& one) { return one.lease.id == id; });
        });
        for (HeldLease& one : *held)
            if (room.asked_back.contains(one.lease.id) && one.lease.purse.owner != room.at_desk)
                back.push_back(std::move(one));
    }
    for (const auto& [leases, why] :
         {std::pair(unwanted, LeaseEnd::NotNeeded), std::pair(back, LeaseEnd::AskedBack)}) {
        const auto given = give_back(room, leases, why);
        if (!given) return tl::unexpected(given.error());
        taken.journaled = taken.journaled || *given;
    }
    return taken;
}

}  // namespace kopilka::app
