#include "pos/app/gallery_till.h"

#include "pos/core/check.h"
#include "pos/core/overload.h"
#include "pos/sale/report.h"

#include <algorithm>

namespace kopilka::app {
namespace {

constexpr LocalTime kEvening{{1'773'068'700'000}, 180};  // 2026-03-09, 18:05 in the shop

// Everybody looks alike in a gallery: a short name finds them all.
bool is_found(const Member& member, const MemberQuery& query) {
    const auto* name = std::get_if<ByName>(&query.key);
    return (name != nullptr && name->text.size() < 8) || matches(member, query);
}

}  // namespace

GalleryTill::GalleryTill(const DemoStock& stock, Language language)
    : stock_(stock), stage_(first_stage(stock.world, kEvening)) {
    stage_.desk.language = language;
}

void GalleryTill::act(const Event& event) {
    Next next = step(stock_.world, std::move(stage_), event);
    stage_ = std::move(next.stage);
    for (const Effect& effect : next.effects)
        if (const auto answered = answer(effect)) act(*answered);
}

std::optional<Event> GalleryTill::answer_goods(const Effect& effect) const {
    if (const auto* find = std::get_if<effect::FindGoods>(&effect)) {
        event::GoodsFound found{find->query, std::nullopt};
        const auto one = std::ranges::find_if(
            stock_.goods, [&](const Goods& each) { return matches(each, find->query.key); });
        if (one != stock_.goods.end()) found.goods = *one;
        return found;
    }
    const auto list = [&](const std::string& of, auto belongs) {
        event::GoodsListed listed{of, {}};
        std::ranges::copy_if(stock_.goods, std::back_inserter(listed.goods), belongs);
        return listed;
    };
    if (const auto* search = std::get_if<effect::SearchGoods>(&effect))
        return list(search->text, [&](const Goods& each) {
            return each.name.ru.find(search->text) != std::string::npos ||
                   each.name.en.find(search->text) != std::string::npos;
        });
    if (const auto* category = std::get_if<effect::ListCategory>(&effect))
        return list(category->category, [&](const Goods& each) {
            return std::ranges::find(each.categories, category->category) != each.categories.end();
        });
    return std::nullopt;
}

std::optional<Event> GalleryTill::answer_people(const Effect& effect) const {
    if (const auto* find = std::get_if<effect::FindMember>(&effect)) {
        event::MembersFound found{find->query, {}};
        std::ranges::copy_if(stock_.members, std::back_inserter(found.members),
                             [&](const Member& each) { return is_found(each, find->query); });
        return found;
    }
    if (const auto* pin = std::get_if<effect::VerifyPin>(&effect)) {
        if (pins == Answer::Never) return std::nullopt;
        const StaffMember* who = find_staff(*stock_.world.shop, pin->cashier);
        if (who != nullptr && who->pin == pin->pin)
            return event::PinVerified{pin->purpose, pin->cashier};
        return event::PinRefused{pin->purpose, pin->cashier, 5, 3};
    }
    return std::nullopt;
}

std::optional<Event> GalleryTill::answer_past(const Effect& effect) const {
    if (const auto* find = std::get_if<effect::FindOriginal>(&effect)) {
        event::OriginalsFound found{find->query, {}};
        std::ranges::copy_if(sales_, std::back_inserter(found.sales),
                             [&](const OriginalSale& each) { return matches(each, find->query); });
        return found;
    }
    if (std::holds_alternative<effect::ListDrafts>(effect)) {
        event::DraftsListed listed;
        for (const auto& [ref, draft] : drafts_)
            if (draft.state == DraftState::Suspended)
                listed.drafts.push_back({ref, draft.started, draft.cashier,
                                         static_cast<std::uint32_t>(draft.basket.lines.size()),
                                         gross(draft.basket)});
        return listed;
    }
    if (const auto* read = std::get_if<effect::ReadTotals>(&effect))
        return event::TotalsRead{read->purpose, totals_};
    return std::nullopt;
}

std::optional<Event> GalleryTill::answer(const Effect& effect) {
    if (auto goods = answer_goods(effect)) return goods;
    if (auto people = answer_people(effect)) return people;
    if (auto past = answer_past(effect)) return past;
    if (const auto* commit = std::get_if<effect::Journal>(&effect))
        return disk == Answer::Never ? std::nullopt : std::optional(write(*commit));
    if (const auto* asked = std::get_if<effect::AskTerminal>(&effect)) {
        if (terminal == Answer::Never) return std::nullopt;
        return event::PaymentAnswered{asked->operation, card, "103877", {}};
    }
    if (const auto* asked = std::get_if<effect::Print>(&effect)) {
        if (printer == Answer::Never) return std::nullopt;
        return event::PrintFinished{asked->ticket, print};
    }
    return std::nullopt;
}

Event GalleryTill::write(const effect::Journal& commit) {
    event::Journaled done{commit.ticket, {}};
    for (const JournalEntry& entry : commit.entries) {
        Stamp stamp{{stock_.world.till, Epoch{1}, Sequence{++records_}}, {}};
        stamp.hash.value[0] = 0x9f;
        stamp.hash.value[1] = static_cast<std::uint8_t>(records_);
        note(stamp, commit, entry);
        done.stamps.push_back(stamp);
    }
    if (commit.save) drafts_[{commit.save->till, commit.save->id}] = *commit.save;
    for (const DraftRef& draft : commit.remove) drafts_.erase(draft);
    return done;
}

void GalleryTill::note(const Stamp& stamp, const effect::Journal& commit,
                       const JournalEntry& entry) {
    totals_ = accumulate(totals_, entry);
    if (const auto* sale = std::get_if<Sale>(&entry))
        sales_.push_back({stamp.id, stamp.hash, commit.at, *sale, {}});
    if (const auto* back = std::get_if<Return>(&entry))
        for (OriginalSale& sale : sales_)
            if (sale.id == back->original)
                sale.returned.insert(sale.returned.end(), back->units.begin(), back->units.end());
}

GalleryTill& GalleryTill::start(event::Recovered recovered) {
    act(std::move(recovered));
    return *this;
}

GalleryTill& GalleryTill::sign_in(const char* cashier) {
    const StaffMember* who = find_staff(*stock_.world.shop, {cashier});
    act(event::SignIn{{cashier}, who == nullptr ? "" : who->pin});
    return *this;
}

GalleryTill& GalleryTill::open_shift() {
    act(event::OpenShift{stock_.world.shop->usual_float});
    return *this;
}

GalleryTill& GalleryTill::ready() {
    start().sign_in().open_shift();
    act(event::SyncNews{{3, 0, LocalTime{{kEvening.instant.ms - 180'000}, 180}, true}});
    act(event::Tick{kEvening});
    if (std::holds_alternative<stage::Done>(stage_.sale)) act(event::NextCustomer{});
    stage_.desk.said.reset();
    return *this;
}

GalleryTill& GalleryTill::sell(std::initializer_list<const char*> skus) {
    for (const char* sku : skus) act(event::GoodsChosen{{sku}});
    return *this;
}

GalleryTill& GalleryTill::show_card(std::size_t member) {
    if (!stock_.members.at(member).cards.empty())
        act(event::Scanned{
            CardCode{stock_.members.at(member).cards.front(), IdentityStrength::SignedQr}});
    return *this;
}

const Goods& GalleryTill::goods(std::string_view sku) const {
    const auto found =
        std::ranges::find_if(stock_.goods, [&](const Goods& one) { return one.sku.value == sku; });
    check(found != stock_.goods.end(), "the gallery sells goods of the demo");
    return *found;
}

}  // namespace kopilka::app
