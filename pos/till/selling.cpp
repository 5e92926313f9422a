#include "pos/till/selling.h"

#include "pos/loyalty/programme.h"
#include "pos/till/goods_work.h"
#include "pos/till/stages.h"

#include <algorithm>

namespace kopilka {
namespace {

SaleStage asking(Turn& turn, stage::Ringing stage, stage::Question question) {
    turn.ask(effect::Sound{effect::SoundKind::Attention});
    return stage::Asking{std::move(stage.receipt), std::move(question)};
}

// From the desk, nothing on the receipt is as good as no receipt.
SaleStage unchanged(stage::Ringing stage) {
    if (is_empty(stage.receipt)) return stage::Idle{stage.next};
    return stage;
}

// The phone that the member on the receipt showed is still before the camera: with the same code,
// or with its next one.
bool is_same_phone(const stage::OpenReceipt& receipt, const event::MembersFound& found) {
    const auto* card = std::get_if<SignedCard>(&found.query.key);
    return card && receipt.member && receipt.member->member.view.id == card->certificate.member &&
           receipt.member->strength == IdentityStrength::SignedQr &&
           (found.proof == CardProof::Genuine || found.proof == CardProof::Repeated);
}

}  // namespace

SaleStage after_change(Turn& turn, stage::Ringing stage, std::vector<JournalEntry> entries) {
    if (!is_empty(stage.receipt)) {
        changed(turn, stage.receipt, std::move(entries));
        return stage;
    }
    const DraftRef draft = draft_ref(turn, stage.receipt);
    if (entries.empty())
        turn.ask(effect::RemoveDraft{draft});
    else
        journal(turn, {std::move(entries), std::nullopt, {draft}});
    return stage::Idle{};
}

SaleStage back_to_selling(Turn& turn, std::optional<stage::OpenReceipt> receipt) {
    if (!receipt || is_empty(*receipt)) return resting(turn);
    return stage::Ringing{std::move(*receipt), {}};
}

SaleStage scan_at_desk(Turn& turn, stage::Ringing stage, const Payload& payload) {
    if (auto goods = goods_query(payload, stage.next)) {
        if (stage.next.quantity && !goods->marking.empty() && *stage.next.quantity != kOneUnit)
            return refused(turn, unchanged(std::move(stage)), Refusal::QuantityWrong);
        turn.ask(effect::FindGoods{std::move(*goods)});
    } else if (auto member = member_query(payload)) {
        turn.ask(effect::FindMember{std::move(*member)});
    } else if (const auto* coupon = std::get_if<CouponCode>(&payload)) {
        return code_at_desk(turn, std::move(stage), coupon->code);
    } else if (const auto* receipt = std::get_if<ReceiptCode>(&payload)) {
        if (!is_empty(stage.receipt))
            return refused(turn, std::move(stage), Refusal::FinishReceiptFirst);
        turn.ask(effect::FindOriginal{{*receipt}});
    }
    return unchanged(std::move(stage));
}

SaleStage goods_at_desk(Turn& turn, stage::Ringing stage, const event::GoodsFound& found) {
    const bool to_sell = found.query.purpose == GoodsPurpose::Sell;
    stage.next = {};
    if (!found.goods && !to_sell)
        return refused(turn, unchanged(std::move(stage)), Refusal::UnknownGoods);
    if (!found.goods) {
        refuse(turn, Refusal::UnknownGoods);
        return stage::Asking{std::move(stage.receipt), stage::AskDepartment{found.query}};
    }
    if (!to_sell) return asking(turn, std::move(stage), stage::ShowPrice{*found.goods});
    auto line = line_for(found.query, *found.goods);
    if (!line) return refused(turn, unchanged(std::move(stage)), line.error());
    return add_line(turn, std::move(stage), std::move(*line));
}

SaleStage add_line(Turn& turn, stage::Ringing stage, BasketLine line,
                   std::vector<JournalEntry> entries) {
    if (marked_already(stage.receipt.basket, line))
        return refused(turn, unchanged(std::move(stage)), Refusal::MarkTwice);
    const bool asked = !entries.empty();
    if (line.age_limit > 0 && !asked && !age_known(stage.receipt.basket, line.age_limit))
        return asking(turn, std::move(stage), stage::AskAge{std::move(line)});
    put_into(stage.receipt.basket, std::move(line));
    beep(turn);
    return after_change(turn, std::move(stage), std::move(entries));
}

SaleStage members_at_desk(Turn& turn, stage::Ringing stage, const event::MembersFound& found) {
    const auto& members = found.members;
    if (is_same_phone(stage.receipt, found)) {
        beep(turn);
        return stage;
    }
    if (found.proof != CardProof::Genuine) {
        refuse(turn, Refusal::CardNotProven, words(found.proof));
        return unchanged(std::move(stage));
    }
    if (members.empty()) return refused(turn, unchanged(std::move(stage)), Refusal::UnknownMember);
    if (members.size() > 1)
        return asking(turn, std::move(stage), stage::ChooseMember{members, found.query.strength});
    if (members.front().blocked)
        return refused(turn, unchanged(std::move(stage)), Refusal::MemberBlocked);
    const auto& there = stage.receipt.member;
    if (there && there->member.view.id == members.front().view.id &&
        there->strength >= found.query.strength)
        return refused(turn, std::move(stage), Refusal::MemberIsThere);
    attach(turn, stage.receipt, members.front(), found.query.strength);
    return stage;
}

SaleStage code_at_desk(Turn& turn, stage::Ringing stage, const std::string& typed) {
    const std::string code = code_form(typed);
    auto& codes = stage.receipt.basket.codes;
    const auto key = Publication::Key::ByCode;
    if (code.empty() || stage.receipt.publication->offers_for(key, code).empty())
        return refused(turn, unchanged(std::move(stage)), Refusal::UnknownCode);
    if (std::ranges::find(codes, code) != codes.end())
        return refused(turn, std::move(stage), Refusal::CodeEntered);
    codes.push_back(code);
    beep(turn);
    return after_change(turn, std::move(stage));
}

SaleStage sell_by_department(Turn& turn, stage::Ringing stage, const event::DepartmentSale& sale,
                             const GoodsQuery* unknown) {
    const Department* department = find_department(*turn.world.shop, sale.department);
    if (!department) return refused(turn, unchanged(std::move(stage)), Refusal::UnknownDepartment);
    if (sale.price <= kNoMoney)
        return refused(turn, unchanged(std::move(stage)), Refusal::PriceWrong);
    BasketLine line;
    line.sku = Sku{"department-" + department->id};
    line.name = department->name;
    line.department = department->id;
    line.unit_price = sale.price;
    line.tax_rate = department->tax_rate;
    line.age_limit = department->age_limit;
    line.quantity = stage.next.quantity.value_or(kOneUnit);
    if (unknown) {
        line.quantity = unknown->quantity.value_or(kOneUnit);
        line.weighed = !is_whole(line.quantity);
        line.serial = unknown->serial;
        line.marking = unknown->marking;
    }
    stage.next = {};
    if (!quantity_fits(line, line.quantity))
        return refused(turn, unchanged(std::move(stage)), Refusal::QuantityWrong);
    return add_line(turn, std::move(stage), std::move(line));
}

void ask_goods(Turn& turn, const Sku& sku, const stage::NextGoods& next) {
    GoodsQuery query;
    query.key = BySku{sku};
    query.purpose = next.purpose;
    query.quantity = next.quantity;
    turn.ask(effect::FindGoods{std::move(query)});
}

}  // namespace kopilka
