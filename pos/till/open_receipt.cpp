#include "pos/till/open_receipt.h"

#include "pos/loyalty/programme.h"

#include <algorithm>

namespace kopilka {
namespace {

PriceContext context_of(const Turn& turn, const stage::OpenReceipt& receipt) {
    PriceContext context;
    context.store = turn.world.store;
    context.till = turn.world.till;
    context.tax = turn.world.shop->tax;
    context.at = receipt.frozen_at.value_or(turn.desk.now);
    context.limit_shares = turn.world.limit_shares;
    return context;
}

// What points pay; nothing where the programme takes them as a discount.
Money worth_as_tender(const Publication& publication, const ProgrammeId& id, Points points) {
    const Programme* programme = publication.find_programme(id);
    if (!programme || !programme->points || programme->points->spend.as == PointsAs::Discount)
        return kNoMoney;
    return worth_in_money(points, *programme->points);
}

// Choices that the receipt no longer allows become what it does allow. True if one did.
bool cut_choices(stage::OpenReceipt& receipt) {
    bool cut = false;
    for (auto& [programme, chosen] : receipt.spend) {
        const PointsResult* points = points_of(receipt.priced, programme);
        const Points redeemed = points ? points->redeemed : kNoPoints;
        cut = cut || redeemed != chosen;
        chosen = redeemed;
    }
    std::erase_if(receipt.spend, [](const auto& choice) { return choice.second.is_zero(); });
    return cut;
}

stage::Attached attached(const Publication& publication, const Member& member,
                         IdentityStrength strength) {
    return {member, strength, profile_reward(publication, member.view)};
}

void ask_gift_names(Turn& turn, const stage::OpenReceipt& receipt) {
    for (const Gift& gift : receipt.priced.gifts) {
        if (receipt.gift_names.contains(gift.sku)) continue;
        GoodsQuery query;
        query.key = BySku{gift.sku};
        query.purpose = GoodsPurpose::NameGift;
        turn.ask(effect::FindGoods{query});
    }
}

}  // namespace

stage::OpenReceipt start_receipt(Turn& turn) {
    stage::OpenReceipt receipt;
    receipt.draft = ++turn.desk.last_draft;
    receipt.started = turn.desk.now;
    receipt.publication = turn.world.publication;
    return receipt;
}

bool is_empty(const stage::OpenReceipt& receipt) {
    return receipt.basket.lines.empty() && !receipt.member && receipt.basket.codes.empty();
}

std::vector<Tender> all_tenders(const stage::OpenReceipt& receipt) {
    std::vector<Tender> tenders;
    for (const auto& [programme, points] : receipt.spend) {
        Tender tender;
        tender.kind = TenderKind::PointsPaid;
        tender.amount = worth_as_tender(*receipt.publication, programme, points);
        tender.points = points;
        tender.programme = programme;
        tenders.push_back(tender);
    }
    tenders.insert(tenders.end(), receipt.tenders.begin(), receipt.tenders.end());
    return tenders;
}

PricedBasket priced_with(const Turn& turn, const stage::OpenReceipt& receipt,
                         std::span<const Tender> tenders) {
    const MemberView* member = receipt.member ? &receipt.member->member.view : nullptr;
    return price(*receipt.publication, context_of(turn, receipt), member, receipt.basket, tenders);
}

void reprice(Turn& turn, stage::OpenReceipt& receipt) {
    receipt.context = context_of(turn, receipt);
    receipt.priced = priced_with(turn, receipt, all_tenders(receipt));
    // The record's tenders are these very ones, so that the server's price() gives the same bytes.
    if (cut_choices(receipt)) receipt.priced = priced_with(turn, receipt, all_tenders(receipt));
    ask_gift_names(turn, receipt);
}

void changed(Turn& turn, stage::OpenReceipt& receipt, std::vector<JournalEntry> entries) {
    reprice(turn, receipt);
    Draft draft = draft_of(turn, receipt, DraftState::Open);
    if (entries.empty())
        turn.ask(effect::SaveDraft{std::move(draft)});
    else
        journal(turn, {std::move(entries), std::move(draft), {}});
}

Draft draft_of(const Turn& turn, const stage::OpenReceipt& receipt, DraftState state) {
    Draft draft;
    draft.id = receipt.draft;
    draft.till = turn.world.till;
    draft.state = state;
    draft.basket = receipt.basket;
    if (receipt.member) {
        draft.member = receipt.member->member.view.id;
        draft.tier = receipt.member->member.view.tier;
        draft.strength = receipt.member->strength;
    }
    draft.tenders = all_tenders(receipt);
    draft.operations = receipt.asked;
    draft.tender_operations = receipt.operations;
    draft.at = receipt.frozen_at;
    draft.cashier = cashier_id(turn);
    draft.started = receipt.started;
    return draft;
}

DraftRef draft_ref(const Turn& turn, const stage::OpenReceipt& receipt) {
    return {turn.world.till, receipt.draft};
}

stage::OpenReceipt receipt_of(Turn& turn, const Draft& draft, const std::optional<Member>& member) {
    stage::OpenReceipt receipt = start_receipt(turn);
    receipt.basket = draft.basket;
    if (member && !member->blocked) {
        receipt.member = attached(*receipt.publication, *member, draft.strength);
        receipt.member->member.view.tier = draft.tier;
    }
    for (const Tender& tender : draft.tenders) {
        if (tender.kind == TenderKind::PointsPaid)
            receipt.spend[tender.programme] = tender.points;
        else
            receipt.tenders.push_back(tender);
    }
    receipt.operations = draft.tender_operations;
    receipt.operations.resize(receipt.tenders.size());
    if (!receipt.member) receipt.spend.clear();
    receipt.frozen_at = draft.at;
    reprice(turn, receipt);
    return receipt;
}

BasketLine* line_of(stage::OpenReceipt& receipt, LineId id) {
    const auto found = std::ranges::find(receipt.basket.lines, id, &BasketLine::id);
    return found == receipt.basket.lines.end() ? nullptr : &*found;
}

const PricedLine* priced_line(const stage::OpenReceipt& receipt, LineId id) {
    const auto found = std::ranges::find(receipt.priced.lines, id, &PricedLine::id);
    return found == receipt.priced.lines.end() ? nullptr : &*found;
}

const PointsResult* points_of(const PricedBasket& priced, const ProgrammeId& programme) {
    const auto found = std::ranges::find(priced.points, programme, &PointsResult::programme);
    return found == priced.points.end() ? nullptr : &*found;
}

void attach(Turn& turn, stage::OpenReceipt& receipt, const Member& member,
            IdentityStrength strength) {
    receipt.member = attached(*receipt.publication, member, strength);
    receipt.spend.clear();
    changed(turn, receipt);
    beep(turn);
}

}  // namespace kopilka
