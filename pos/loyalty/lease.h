// Rights to spend, lent by whoever keeps the account: a holder spends offline only what it holds,
// so no two can spend the same point. Holders form a tree, central → store server → till, with the
// same rules at each step: cut, spend, give back, stop in time.
// Pure. Not here: who asks whom (sync), the tables they stand in (pos/store, sync/server).
#pragma once
#include "pos/core/ids.h"
#include "pos/core/time.h"
#include "pos/loyalty/member.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kopilka {

// What an account may hold beside points. Amounts are hundredths of points, kopecks or uses.
enum class RightKind : std::uint8_t { OfPoints, OfCertificate, OfUses, OfBudget };

// Whose account, and which.
struct Purse {
    RightKind kind = RightKind::OfPoints;
    MemberId owner;    // a certificate: of its number; an offer's uses or budget: of its id
    std::string name;  // the programme
    auto operator<=>(const Purse&) const = default;
};

// Out of a lease that was made to spend for one customer who stands there, what is left goes back
// at once; one made ahead of visits stays until it is over or asked back.
enum class LeaseFor : std::uint8_t { Visits, ThisVisit };

struct Lease {
    LeaseId id;
    Purse purse;
    LeaseFor use = LeaseFor::Visits;
    std::vector<Lot> slices;        // of the lots that whoever lent it chose; never empty
    Instant lent;                   // by the lender's clock
    std::int64_t lasts_ms = 0;      // from then; ends no later than its first lot does
    std::optional<LeaseId> out_of;  // the lender's own; nullopt: lent by central
    bool operator==(const Lease&) const = default;
};

// What a till wants to hold of one purse, and for how long.
struct LeaseWish {
    Purse purse;
    LeaseFor use = LeaseFor::ThisVisit;
    Points most;
    std::int64_t lasts_ms = 0;
    bool operator==(const LeaseWish&) const = default;
};

// What every lender makes: slices above zero, each alive as long as the lease, a name that fits.
bool is_sound(const Lease& lease);

// How long a lease of these slices may last: as wished, but no longer than its first lot.
std::int64_t lasting_ms(std::span<const Lot> slices, Instant at, std::int64_t wished_ms);

// --- Time at a holder, whose clock may be wrong, turned or dead

// When a lease was asked for, which is before it was lent: so its holder stops before its lender
// takes it to be over, without the two clocks being compared.
struct AskedAt {
    Instant at;                   // by the holder's clock
    std::int64_t running_ms = 0;  // by the clock that only runs, of one run of the machine
    std::uint64_t run = 0;        // which run of the machine
    bool operator==(const AskedAt&) const = default;
};
struct HolderClock {
    AskedAt now;
    Instant latest;  // of all that the holder's journal has: a clock behind it was turned back
};
// At least so long ago: by the clock on the wall, and by the one that only runs or, after another
// start of the machine, by what the journal has. Worked: the machine ran 10 min and its clock says
// 3 min: 10 min. Within a run the journal says nothing: who wrote it may have had a clock that was
// days ahead, by which everything would be over for days.
std::int64_t since_ms(const AskedAt& asked, const HolderClock& clock);
// The holder stops this much earlier than the lender's end: clocks do not run alike.
constexpr std::int64_t margin_ms(std::int64_t lasts_ms) { return 30'000 + lasts_ms / 100; }
bool is_over(const Lease& lease, const AskedAt& asked, const HolderClock& clock);
// A clock behind what was journaled says nothing about how late it is: nothing is spent until the
// server was heard.
bool is_turned_back(const HolderClock& clock);

// --- At the lender

enum class LeaseState : std::uint8_t {
    Lent,
    InDoubt,  // over, but its holder's journal has not told what was spent of it
    Ended,    // given back, what was spent is booked
    Lost,     // declared so by a manager: what was not spent was given back
};
// Nobody else can spend a lease in doubt, so no clock decides whether points are spent twice.
LeaseState state_of(LeaseState kept, Instant ends, Instant now);

struct LentLease {
    Lease lease;  // as it was lent
    TillId holder;
    Instant ends;           // by the lender's clock
    std::vector<Lot> left;  // lent − spent − given back: nobody else's while it is Lent or InDoubt
    LeaseState state = LeaseState::Lent;
    bool asked_back = false;
    bool operator==(const LentLease&) const = default;
};
// What of these lots is lent to nobody, and can be spent by nobody but the lender. Where more is
// lent than there is (points were taken back meanwhile, lots prolonged), none of that lot is.
std::vector<Lot> free_of(std::vector<Lot> lots, std::span<const LentLease> leases);
// Which leases made ahead are to be asked back so that this much comes free, the largest first;
// none of `but`, who asks.
std::vector<LeaseId> to_ask_back(std::span<const LentLease> leases, Points lacking,
                                 const TillId& but, Instant now);

}  // namespace kopilka
