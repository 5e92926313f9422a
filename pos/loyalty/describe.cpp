#include "pos/loyalty/describe_parts.h"

namespace kopilka {
namespace {

void tell_taxes(Outline& outline, const Settings& settings) {
    constexpr const char* kPer[]{"unit", "line", "rate"};
    const Settings usual;
    if (settings.discounts_taxed_apart) outline.say({"programme.tax_of_discounts_apart", {}});
    if (settings.tax_per == usual.tax_per && settings.tax_rounding == usual.tax_rounding) return;
    outline.say({"programme.tax", {}},
                {{key_of("programme.tax_per.", settings.tax_per, kPer), {}},
                 {key_of("programme.round.", settings.tax_rounding, kRoundingWords), {}}});
}

void tell_lanes(Outline& outline, const Publication& publication) {
    constexpr const char* kChoices[]{"best", "priority", "all"};
    outline.say({"programme.lanes", {}});
    outline.under([&] {
        for (const Lane& lane : publication.lanes())
            outline.say({lane.percentages == Percentages::Added
                             ? "programme.lane.added"
                             : key_of("programme.lane.", lane.choose, kChoices),
                         {lane.id}});
    });
    tell_taxes(outline, publication.settings());
    if (publication.settings().minimum_margin)
        outline.say(
            {"programme.minimum_margin", {in_percent(*publication.settings().minimum_margin)}});
    if (!publication.settings().refund_order.empty())
        outline.say({"programme.refund_order", {}},
                    payment_methods(publication.settings().refund_order));
    if (publication.settings().refund_to == RefundTo::Certificate)
        outline.say({"programme.refund_to_certificate", {}});
    if (publication.settings().refund_to == RefundTo::Account)
        outline.say({"programme.refund_to_account",
                     {publication.find_programme(publication.settings().refund_account)->name}});
    for (const CertificateGoods& certificates : publication.certificates()) {
        const std::int64_t months = certificates.valid_months;
        outline.say(
            {months == 0 ? "programme.certificates" : "programme.certificates_valid", {months}});
        outline.under([&] { tell_goods(outline, certificates.goods); });
    }
}

void tell_programme(Outline& outline, const Programme& programme) {
    outline.say({"programme.programme", {programme.name, programme.id.value}});
    outline.under([&] {
        tell_tiers(outline, programme);
        if (programme.points) tell_points(outline, *programme.points);
    });
}

void tell_when(Outline& outline, const Offer& offer) {
    const auto* all = std::get_if<AllOf>(&offer.when.fact);
    if (all != nullptr && all->conditions.empty()) {
        outline.say({"programme.always", {}});
        return;
    }
    outline.say({"programme.conditions", {}});
    outline.under([&] {
        if (all == nullptr) return tell_condition(outline, offer.when);
        for (const Condition& condition : all->conditions) tell_condition(outline, condition);
    });
}

void tell_limits(Outline& outline, const Limits& limits) {
    if (limits.per_receipt) outline.say({"programme.limit.per_receipt", {*limits.per_receipt}});
    if (limits.per_customer) outline.say({"programme.limit.per_customer", {*limits.per_customer}});
    if (limits.per_day) outline.say({"programme.limit.per_day", {*limits.per_day}});
    if (limits.per_code) outline.say({"programme.limit.per_code", {*limits.per_code}});
    if (limits.budget)
        outline.say(
            {limits.budget_cut ? "programme.limit.budget" : "programme.limit.budget_or_nothing",
             {*limits.budget}});
    if (limits.total) outline.say({"programme.limit.total", {*limits.total}});
    if (limits.has_own_cap())
        outline.say({limits.cap_in_order ? "programme.limit.cap_in_order" : "programme.limit.cap",
                     {*limits.cap}});
    else if (limits.cap)
        outline.say({limits.cap_in_order ? "programme.limit.cap_together_in_order"
                                         : "programme.limit.cap_together",
                     {*limits.cap, limits.cap_group}});
}

void tell_company(Outline& outline, const Offer& offer, const Publication& publication) {
    outline.say({"programme.in_lane", {publication.lanes()[offer.lane].id}});
    if (offer.priority != 0) outline.say({"programme.priority", {offer.priority}});
    switch (offer.exclusive) {
        case Exclusive::No: break;
        case Exclusive::Lane: outline.say({"programme.exclusive.lane", {}}); break;
        case Exclusive::Receipt: outline.say({"programme.exclusive.receipt", {}}); break;
    }
    if (offer.stops_later_lanes) outline.say({"programme.stops_later_lanes", {}});
    std::vector<Phrase> never_beside;
    for (const OfferId& other : offer.excludes) never_beside.push_back(as_written(other.value));
    if (!never_beside.empty()) outline.say({"programme.excludes", {}}, std::move(never_beside));
    if (offer.reuses_units) outline.say({"programme.reuses_units", {}});
    constexpr const char* kOnReturn[]{"keep", "evaluate_again", "charge_back"};
    if (offer.on_return != OnReturn::Keep)
        outline.say({key_of("programme.on_return.", offer.on_return, kOnReturn), {}});
}

void tell_offer(Outline& outline, const Offer& offer, const Publication& publication) {
    outline.say({"programme.offer", {offer.name, offer.id.value}});
    outline.under([&] {
        tell_reward(outline, offer);
        if (offer.goods.fits_all()) {
            outline.say({"programme.all_goods", {}});
        } else {
            outline.say({"programme.on_goods", {}});
            outline.under([&] { tell_goods(outline, offer.goods); });
        }
        tell_when(outline, offer);
        tell_limits(outline, offer.limits);
        tell_company(outline, offer, publication);
        tell_money_policy(outline, offer);
    });
}

}  // namespace

Phrase as_written(std::string word) { return {"programme.word", {std::move(word)}}; }

std::vector<Phrase> as_written(const std::vector<std::string>& words) {
    std::vector<Phrase> phrases;
    for (const std::string& word : words) phrases.push_back(as_written(word));
    return phrases;
}

std::string clock_text(int minute) {
    const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(minute / 60) + ":" + two(minute % 60);
}

Points in_percent(BasisPoints rate) { return Points::of(rate.value); }

std::vector<Phrase> range(const CountRange& range) {
    std::vector<Phrase> ends;
    if (range.from) ends.push_back({"programme.from", {*range.from}});
    if (range.below) ends.push_back({"programme.below", {*range.below}});
    return ends;
}

void tell_goods(Outline& outline, const GoodsFilter& goods) {
    const auto list = [&](const char* key, const std::vector<std::string>& words) {
        if (!words.empty()) outline.say({key, {}}, as_written(words));
    };
    list("programme.goods.skus", goods.skus);
    list("programme.goods.categories", goods.categories);
    list("programme.goods.brands", goods.brands);
    list("programme.goods.tags", goods.tags);
    if (goods.price_from) outline.say({"programme.goods.price_from", {*goods.price_from}});
    if (goods.price_to) outline.say({"programme.goods.price_to", {*goods.price_to}});
    if (goods.line_quantity_from)
        outline.say({"programme.goods.line_quantity_from", {*goods.line_quantity_from}});
    if (goods.line_quantity_to)
        outline.say({"programme.goods.line_quantity_to", {*goods.line_quantity_to}});
    if (goods.line_amount_from)
        outline.say({"programme.goods.line_amount_from", {*goods.line_amount_from}});
    if (goods.line_amount_to)
        outline.say({"programme.goods.line_amount_to", {*goods.line_amount_to}});
    if (goods.already_reduced)
        outline.say({*goods.already_reduced ? "programme.goods.only_reduced"
                                            : "programme.goods.not_reduced",
                     {}});
    for (const GoodsFilter& left_out : goods.except) {
        outline.say({"programme.goods.except", {}});
        outline.under([&] { tell_goods(outline, left_out); });
    }
}

std::vector<Statement> describe(const Offer& offer, const Publication& publication) {
    Outline outline(1);
    tell_offer(outline, offer, publication);
    return outline.take();
}

std::vector<Statement> describe(const Publication& publication) {
    Outline outline(0);
    if (const auto& starts = publication.starts())
        outline.say({"programme.starts", {starts->date, clock_text(starts->minute)}});
    for (const Programme& programme : publication.programmes()) tell_programme(outline, programme);
    tell_lanes(outline, publication);
    outline.say({"programme.offers", {static_cast<std::int64_t>(publication.offers().size())}});
    outline.under([&] {
        for (const Offer& offer : publication.offers()) tell_offer(outline, offer, publication);
    });
    return outline.take();
}

std::string to_text(const std::vector<Statement>& statements, const Texts& texts) {
    std::string text;
    for (const Statement& one : statements) {
        text.append(static_cast<std::size_t>(one.depth) * 2, ' ');
        text += texts.say(one.phrase);
        for (std::size_t i = 0; i < one.listed.size(); ++i)
            text += (i == 0 ? ": " : ", ") + texts.say(one.listed[i]);
        text += "\n";
    }
    return text;
}

}  // namespace kopilka
