#include "sync/server/members_check.h"

#include "pos/sale/lots.h"
#include "sync/server/members.h"

#include <optional>
#include <set>
#include <unordered_map>

namespace kopilka::sync {
namespace {

std::set<MemberId> members_of(Database& database, const LedgerPoints& wrong) {
    std::set<MemberId> members;
    for (const auto& [id, points] : wrong) {
        const auto& [record, branch] = id;
        std::string sql =
            std::string("SELECT member_id FROM ") +
            (branch.is_main() ? "receipt" : "branch_receipt") +
            " WHERE till_id = $1 AND epoch = $2 AND sequence = $3 AND member_id IS NOT NULL";
        std::vector<Value> values{value(record.till.value),
                                  value(std::uint64_t{record.epoch.value}),
                                  value(record.sequence.value)};
        if (!branch.is_main()) {
            sql += " AND branch = $4";
            values.push_back(value(branch.first.value));
        }
        for (const Row& row : database.run(sql, values)) members.insert(MemberId{row.array<16>(0)});
    }
    return members;
}

struct BookedAccount {
    MemberId member;
    ProgrammeId programme;
    Points ledger;
    std::optional<Points> balance{};  // nullopt: there is no such row
    std::optional<Points> lots{};     // nullopt: an erased member has none
};

std::string words(const BookedAccount& account) {
    return "ledger " + to_string(account.ledger) + ", balance " +
           (account.balance ? to_string(*account.balance) : "none") + ", lots " +
           (account.lots ? to_string(*account.lots) : "none");
}

Finding finding(IncidentKind kind, const BookedAccount& account) {
    Finding found{kind, to_string(account.member) + " " + account.programme.value};
    found.member = account.member;
    found.till_says = "programme " + account.programme.value + ": entries of " +
                      to_string(account.ledger) + " points in all";
    found.server_holds = words(account);
    return found;
}

class AccountCheck {
public:
    AccountCheck(std::vector<Finding>& findings, MembersFound& found)
        : findings_(findings), found_(found) {}

    void meet(const BookedAccount& account) {
        const bool booked_wrong = account.balance.value_or(Points()) != account.ledger;
        // Lots never fall below zero: what they have more was spent without being there.
        const Points more = account.lots.value_or(account.ledger) - account.ledger;
        if (booked_wrong || more < kNoPoints) return wrong(account, more);
        if (more > kNoPoints) overdrawn(account, more);
    }

private:
    void wrong(const BookedAccount& account, Points more) {
        Finding found = finding(IncidentKind::WrongBalance, account);
        found.cause = "balance, ledger and lots are not the same";
        found.amounts.points = account.balance.value_or(Points()) - account.ledger + more;
        findings_.push_back(std::move(found));
        ++found_.wrong_balances;
    }
    void overdrawn(const BookedAccount& account, Points more) {
        Finding found = finding(IncidentKind::Overdrawn, account);
        found.cause = to_string(more) + " points were spent that were not there";
        found.amounts.points = more;
        findings_.push_back(std::move(found));
        ++found_.overdrawn;
    }

    std::vector<Finding>& findings_;
    MembersFound& found_;
};

// The card's number is the member's own affair: its last four characters are told.
std::string tail(const std::string& card) {
    return card.size() > 4 ? "…" + card.substr(card.size() - 4) : "…";
}

class CardCheck {
public:
    explicit CardCheck(std::vector<Finding>& findings) : findings_(findings) {}

    void meet(const Member& member) {
        for (const std::string& card : member.cards) {
            const auto [owner, is_new] = owners_.try_emplace(card, member.view.id);
            if (!is_new && owner->second != member.view.id)
                twice(owner->second, member.view.id, card);
        }
    }

private:
    void twice(const MemberId& first, const MemberId& second, const std::string& card) {
        const std::string pair = to_string(first) + " " + to_string(second);
        if (!pairs_.insert(pair).second) return;  // one case, however many cards they share
        Finding found{IncidentKind::DuplicateCard, pair};
        found.member = second;
        found.cause = "two members have the same card";
        found.till_says = "card " + tail(card) + " is whose of the two a till finds first";
        found.server_holds =
            "first: member " + to_string(first) + "; second: member " + to_string(second);
        findings_.push_back(std::move(found));
    }

    std::vector<Finding>& findings_;
    std::unordered_map<std::string, MemberId> owners_;
    std::set<std::string> pairs_;
};

constexpr std::uint64_t kCheckedAtOnce = 1'000;

// Each member is opened once; what nobody can open (erased) has no lots and no cards.
class Members {
public:
    Members(Database& database, CardCheck& cards) {
        Bytes last;
        while (true) {
            const Rows rows = database.run(
                "SELECT m.member_id, k.sealed, m.body FROM member m JOIN person_key k"
                " ON k.member_id = m.member_id WHERE m.member_id > $1 ORDER BY m.member_id"
                " LIMIT $2",
                {last, value(kCheckedAtOnce)});
            for (const Row& row : rows) meet(database, row, cards);
            if (rows.empty()) return;
            last = rows.back().bytes(0);
        }
    }
    std::optional<Points> lots(const MemberId& id, const ProgrammeId& programme) const {
        if (!known_.contains(id)) return std::nullopt;
        const auto found = lots_.find({id, programme});
        return found == lots_.end() ? kNoPoints : found->second;
    }

private:
    void meet(Database& database, const Row& row, CardCheck& cards) {
        const MemberId id{row.array<16>(0)};
        const Member member = open_member(database, id, row.bytes(1), row.bytes(2));
        cards.meet(member);
        for (const auto& [programme, account] : member.view.accounts)
            lots_[{id, programme}] = in_lots(account);
        known_.insert(id);
    }

    std::map<std::pair<MemberId, ProgrammeId>, Points> lots_;
    std::set<MemberId> known_;
};

}  // namespace

MembersFound check_members(Database& database, const LedgerPoints& wrong,
                           std::vector<Finding>& findings) {
    MembersFound found;
    CardCheck cards(findings);
    const Members members(database, cards);
    const std::set<MemberId> left_out = members_of(database, wrong);
    AccountCheck accounts(findings, found);
    for (const Row& row :
         database.run("SELECT member_id, programme_id, CAST(sum(amount) AS bigint), max(points),"
                      " count(points) FROM"
                      " (SELECT member_id, programme_id, 0 AS amount, points FROM balance UNION ALL"
                      " SELECT member_id, programme_id, amount, NULL FROM ledger) one"
                      " GROUP BY member_id, programme_id")) {
        BookedAccount account{MemberId{row.array<16>(0)}, ProgrammeId{row.text(1)},
                              Points::of(row.integer(2))};
        if (left_out.contains(account.member)) continue;
        if (row.integer(4) > 0) account.balance = Points::of(row.integer(3));
        account.lots = members.lots(account.member, account.programme);
        accounts.meet(account);
    }
    return found;
}

}  // namespace kopilka::sync
