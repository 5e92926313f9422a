#include "pos/till/rights.h"

#include "pos/loyalty/programme.h"
#include "pos/sale/lots.h"
#include "pos/sale/rights.h"
#include "pos/till/open_receipt.h"

namespace kopilka {
namespace {

// A visit's rights go back at its end; should the till die, they are in doubt after this.
constexpr std::int64_t kVisitMs = 15 * 60'000;

// All that the member could spend here and that this till does not hold yet.
std::vector<LeaseWish> wishes_for(const stage::OpenReceipt& receipt, Instant at) {
    std::vector<LeaseWish> wishes;
    const MemberView& member = receipt.member->member.view;
    for (const Programme& programme : receipt.publication->programmes()) {
        const auto account = member.accounts.find(programme.id);
        if (!programme.points || account == member.accounts.end()) continue;
        const Points lacking = active_balance(account->second, at) - held_now(account->second, at);
        if (lacking > kNoPoints)
            wishes.push_back({{RightKind::OfPoints, member.id, programme.id.value},
                              LeaseFor::ThisVisit,
                              lacking,
                              kVisitMs});
    }
    return wishes;
}

}  // namespace

bool takes_rights(Turn& turn, SaleStage& sale, const Event& event) {
    const auto* changed = std::get_if<event::RightsChanged>(&event);
    if (!changed) return false;
    stage::OpenReceipt* receipt = open_receipt(sale);
    const bool on_its_way = std::holds_alternative<stage::Committing>(sale);
    if (!receipt || on_its_way || !receipt->member ||
        receipt->member->member.view.id != changed->member)
        return true;
    for (auto& [programme, account] : receipt->member->member.view.accounts) {
        const auto now = changed->rights.find(programme);
        if (now == changed->rights.end()) {
            if (account.rights) account.rights->held.clear();
            continue;
        }
        if (!account.rights) account.rights.emplace();
        account.rights->held = now->second.held;
    }
    reprice(turn, *receipt);
    return true;
}

AtDesk at_desk(const SaleStage& sale, const SyncStage& sync) {
    const stage::OpenReceipt* receipt = open_receipt(sale);
    AtDesk now;
    if (receipt && receipt->member) now.member = receipt->member->member.view.id;
    now.online = std::holds_alternative<stage::SyncOnline>(sync);
    return now;
}

void follow_customer(Turn& turn, const AtDesk& before, const AtDesk& now, const SaleStage& sale) {
    if (before == now) return;
    if (before.member && before.member != now.member) turn.ask(effect::LetRightsGo{*before.member});
    const bool on_its_way = std::holds_alternative<stage::Committing>(sale);
    if (!now.member || on_its_way) return;
    std::vector<LeaseWish> wishes;
    if (now.online) wishes = wishes_for(*open_receipt(sale), turn.desk.now.instant);
    if (before.member != now.member || !wishes.empty())
        turn.ask(effect::AskRights{*now.member, std::move(wishes)});
}

}  // namespace kopilka
