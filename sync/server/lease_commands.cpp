#include "sync/server/lease_commands.h"

#include "sync/server/chain.h"
#include "sync/server/decisions.h"
#include "sync/server/lending.h"
#include "sync/server/outcome.h"

#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kopilka::sync {
namespace {

struct LeaseWords {
    std::string member, till, by, why;
    bool json = false;
};
using OrderedJson = nlohmann::ordered_json;

std::string_view name_of(LeaseState state) {
    switch (state) {
        case LeaseState::Lent: return "lent";
        case LeaseState::InDoubt: return "in doubt";
        case LeaseState::Ended: return "ended";
        case LeaseState::Lost: return "lost";
    }
    return "";
}

OrderedJson json_of(const LentLease& lent, LeaseState state) {
    return {{"lease", to_string(lent.lease.id)},
            {"holder", lent.holder.value},
            {"member", to_string(lent.lease.purse.owner)},
            {"programme", lent.lease.purse.name},
            {"state", name_of(state)},
            {"lent", to_string(sum_of(lent.lease.slices))},
            {"held", state == LeaseState::Lost ? "0" : to_string(sum_of(lent.left))},
            {"asked_back", lent.asked_back},
            {"ends", to_string(LocalTime{lent.ends, 0})}};
}

int list(Database& database, const LeaseWords& words) {
    std::optional<MemberId> member;
    if (!words.member.empty()) {
        member = parse_member_id(words.member);
        if (!member) return say_no({Errc::Invalid, "--member wants an id, 32 hex digits"});
    }
    const TillId till{words.till};
    std::vector<LeaseRow> rows;
    const auto done = database.read([&] {
        rows =
            leases_of(database, member ? &*member : nullptr, words.till.empty() ? nullptr : &till);
    });
    if (!done) return say_no(done.error());
    OrderedJson all = OrderedJson::array();
    for (const LeaseRow& row : rows) {
        const OrderedJson one = json_of(row.lent, state_of(row.lent.state, row.lent.ends, now()));
        if (!words.json)
            fmt::print("{}\t{}\t{}\t{}\t{}\theld {} of {}\tends {}\n",
                       one["lease"].get<std::string>(), one["holder"].get<std::string>(),
                       one["member"].get<std::string>(), one["programme"].get<std::string>(),
                       one["state"].get<std::string>(), one["held"].get<std::string>(),
                       one["lent"].get<std::string>(), one["ends"].get<std::string>());
        all.push_back(one);
    }
    if (words.json) fmt::print("{}\n", all.dump(2));
    return kDone;
}

// The decision and what comes of it are one transaction. A till may be declared lost again when
// more of its leases are over.
int declare(Database& database, const std::string& folder, const LeaseWords& words) {
    const auto book = DecisionBook::open(folder);
    if (!book) return say_no(book.error());
    std::size_t lost = 0;
    std::optional<Decision> decided;
    const Instant at = now();
    const auto done = database.write([&] {
        decided.reset();
        lost = declare_lost(database, TillId{words.till}, at);
        if (lost == 0) return;
        decided = book->add(database,
                            {"lost " + words.till + " " + to_string(LocalTime{at, 0}),
                             {},
                             "lost",
                             words.by,
                             words.why},
                            at);
    });
    if (!done) return say_no(done.error());
    if (!decided)
        return say_no(
            {Errc::NotFound, "no lease of till " + words.till +
                                 " is in doubt: until one is over the till may still spend it"});
    if (const auto kept = book->remember(*decided); !kept) return say_no(kept.error());
    fmt::print(
        "{} leases are lost: their points may be spent again; what the till had spent of "
        "them is a case when its journal comes\n",
        lost);
    return kDone;
}

}  // namespace

void add_lease_commands(CLI::App& app, const CommandAdder& add) {
    const auto words = std::make_shared<LeaseWords>();
    CLI::App* lease = app.add_subcommand("lease", "rights to spend points that tills hold");
    lease->require_subcommand(1);
    CLI::App* all = lease->add_subcommand(
        "list", std::string("who holds how much of whose points") + kOpensStore);
    all->add_option("--member", words->member, "only of this member");
    all->add_option("--till", words->till, "only of this till");
    all->add_flag("--json", words->json);
    add(*all, [words](Database& database, const std::string&) { return list(database, *words); });
    CLI::App* lost = lease->add_subcommand(
        "lost",
        std::string("a till is gone for good: what it held and is over comes free") + kOpensStore);
    lost->add_option("--till", words->till, "the till")->required();
    lost->add_option("--by", words->by, "who decides")->required();
    lost->add_option("--why", words->why, "why")->required();
    add(*lost, [words](Database& database, const std::string& folder) {
        return declare(database, folder, *words);
    });
}

}  // namespace kopilka::sync
