// The things of the change feed: goods, categories, members, staff, shop text, publications,
// whose cards are believed.
#include "pos/core/check.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/wire.h"

namespace kopilka::sync {
namespace {

void put(wire::Localized* out, const Localized& name) {
    out->set_ru(name.ru);
    out->set_en(name.en);
}
Localized take(Taking& taking, const wire::Localized& in) {
    return {taking.text(in.ru()), taking.text(in.en())};
}

const std::string& key_text(const std::string& key) { return key; }
const std::string& key_text(const OfferId& key) { return key.value; }

template <typename Field, typename Map>
void put_counts(Field* out, const Map& counts) {
    for (const auto& [key, count] : counts) {
        wire::Count* added = out->Add();
        added->set_key(key_text(key));
        added->set_count(count);
    }
}

void put(wire::Goods* out, const Goods& goods) {
    out->set_sku(goods.sku.value);
    put(out->mutable_name(), goods.name);
    for (const std::string& barcode : goods.barcodes) out->add_barcodes(barcode);
    out->set_item(goods.item);
    for (const std::string& category : goods.categories) out->add_categories(category);
    out->set_brand(goods.brand);
    for (const std::string& tag : goods.tags) out->add_tags(tag);
    out->set_department(goods.department);
    out->set_price(goods.price.count());
    out->set_cost(goods.cost.count());
    out->set_minimum_price(goods.minimum_price.count());
    out->set_tax_rate(goods.tax_rate.value);
    out->set_measure(static_cast<std::uint32_t>(goods.measure));
    out->set_age_limit(goods.age_limit);
    out->set_button(goods.button);
    out->set_already_reduced(goods.already_reduced);
    out->set_marked(goods.marked);
}

Goods take(Taking& taking, const wire::Goods& in) {
    Goods goods;
    taking.small_enough(in);
    goods.sku = Sku{taking.text(in.sku(), 64)};
    taking.need(!in.sku().empty());
    goods.name = take(taking, in.name());
    goods.barcodes = taking.texts(in.barcodes());
    goods.item = taking.text(in.item());
    goods.categories = taking.texts(in.categories());
    goods.brand = taking.text(in.brand());
    goods.tags = taking.texts(in.tags());
    goods.department = taking.text(in.department());
    goods.price = taking.price(in.price());
    goods.cost = taking.price(in.cost());
    goods.minimum_price = taking.price(in.minimum_price());
    taking.need(in.tax_rate() >= 0 && in.tax_rate() <= 10 * BasisPoints::kWhole);
    goods.tax_rate = {in.tax_rate()};
    goods.measure = taking.choice(in.measure(), Measure::Weight);
    goods.age_limit = taking.small<std::uint8_t>(in.age_limit(), 0xff);
    goods.button = taking.small<std::uint16_t>(in.button(), 0xffff);
    goods.already_reduced = in.already_reduced();
    goods.marked = in.marked();
    return goods;
}

void put(wire::Goods* out, const Article& article) {
    put(out, article.goods);
    for (const PlannedPrice& planned : article.planned) {
        wire::PlannedPrice* added = out->add_planned();
        added->set_from(planned.from);
        added->set_price(planned.price.count());
    }
}

Article take_article(Taking& taking, const wire::Goods& in) {
    Article article(take(taking, in));
    taking.need(static_cast<std::size_t>(in.planned_size()) <= kMostPlanned);
    for (const wire::PlannedPrice& planned : in.planned())
        article.planned.push_back({planned.from(), taking.price(planned.price())});
    const auto later = [](const PlannedPrice& one, const PlannedPrice& next) {
        return one.from >= next.from;
    };
    taking.need(std::ranges::adjacent_find(article.planned, later) == article.planned.end());
    return article;
}

void put(wire::Category* out, const Category& category) {
    out->set_id(category.id);
    put(out->mutable_name(), category.name);
    out->set_colour(category.colour);
}
Category take(Taking& taking, const wire::Category& in) {
    return {taking.text(in.id()), take(taking, in.name()),
            taking.small<std::uint32_t>(in.colour(), 0xffffff)};
}

Categories take(Taking& taking, const wire::Categories& in) {
    Categories all;
    taking.small_enough(in);
    for (const wire::Category& category : taking.few(in.categories())) {
        all.categories.push_back(take(taking, category));
    }
    return all;
}

void put(wire::Account* out, const ProgrammeId& programme, const Account& account) {
    out->set_programme(programme.value);
    for (const Lot& lot : account.lots) {
        wire::Lot* added = out->add_lots();
        added->set_amount(lot.amount.count());
        added->set_active(lot.active.ms);
        if (lot.expires) added->set_expires(lot.expires->ms);
    }
    if (account.spendable) out->set_spendable(account.spendable->count());
    out->set_deficit(account.deficit.count());
    out->set_earned_today(account.earned_today.count());
    if (account.earned_on) out->set_earned_on(account.earned_on->days);
}
Account take(Taking& taking, const wire::Account& in) {
    Account account;
    for (const wire::Lot& lot : taking.few(in.lots())) {
        account.lots.push_back(
            {taking.amount<Points>(lot.amount()), taking.instant(lot.active()), std::nullopt});
        if (lot.has_expires()) account.lots.back().expires = taking.instant(lot.expires());
    }
    if (in.has_spendable()) account.spendable = taking.amount<Points>(in.spendable());
    account.deficit = taking.amount<Points>(in.deficit());
    account.earned_today = taking.amount<Points>(in.earned_today());
    if (in.has_earned_on()) account.earned_on = taking.date(in.earned_on());
    return account;
}

void put(wire::Standing* out, const ProgrammeId& programme, const Standing& standing) {
    out->set_programme(programme.value);
    out->set_tier(standing.tier.value);
    out->set_since(standing.since.days);
    if (standing.until) out->set_until(standing.until->days);
    out->set_money(standing.money.count());
    out->set_points(standing.points.count());
    out->set_visits(standing.visits);
    out->set_floor(standing.floor.value);
    if (standing.floor_until) out->set_floor_until(standing.floor_until->days);
}
Standing take(Taking& taking, const wire::Standing& in) {
    Standing standing;
    standing.tier = TierId{taking.text(in.tier(), 64)};
    standing.since = taking.date(in.since());
    if (in.has_until()) standing.until = taking.date(in.until());
    standing.money = taking.amount<Money>(in.money());
    standing.points = taking.amount<Points>(in.points());
    standing.visits = taking.number(in.visits());
    standing.floor = TierId{taking.text(in.floor(), 64)};
    if (in.has_floor_until()) standing.floor_until = taking.date(in.floor_until());
    return standing;
}

void put(wire::Member* out, const Member& member) {
    const MemberView& view = member.view;
    out->set_id(text_of(view.id.value));
    out->set_tier(view.tier.value);
    out->set_joined(view.joined.days);
    if (view.birthday) out->set_birthday(view.birthday->days);
    out->set_purchases(view.purchases);
    out->set_lifetime_spend(view.lifetime_spend.count());
    if (view.last_purchase) out->set_last_purchase(view.last_purchase->days);
    for (const std::string& segment : view.segments) out->add_segments(segment);
    for (const std::string& tag : view.tags) out->add_tags(tag);
    put_counts(out->mutable_stamps(), view.stamps);
    put_counts(out->mutable_uses(), view.uses);
    put_counts(out->mutable_day_uses(), view.day_uses);
    if (view.uses_day) out->set_uses_day(view.uses_day->days);
    for (const auto& [programme, account] : view.accounts) {
        put(out->add_accounts(), programme, account);
    }
    for (const auto& [programme, standing] : view.standings) {
        put(out->add_standings(), programme, standing);
    }
    if (view.referrer) out->set_referrer(text_of(view.referrer->value));
    out->set_first_name(member.person.first_name);
    out->set_surname(member.person.surname);
    out->set_phone(member.person.phone);
    for (const std::string& card : member.cards) out->add_cards(card);
    out->set_importance(member.importance);
    out->set_blocked(member.blocked);
    out->set_feed_position(member.feed_position);
    if (member.personal_key != Hash256()) out->set_personal_key(text_of(member.personal_key.value));
    for (const auto& [store, visits] : member.visits) {
        wire::Visits* added = out->add_visits();
        added->set_store(store.value);
        added->set_count(visits.count);
        added->set_last(visits.last.days);
    }
    for (const auto& [programme, points] : member.usual_spend) {
        wire::Count* added = out->add_usual_spend();
        added->set_key(programme.value);
        added->set_count(points.count());
    }
}

MemberView take_view(Taking& taking, const wire::Member& in) {
    MemberView view;
    view.id.value = taking.fixed<16>(in.id());
    view.tier = TierId{taking.text(in.tier(), 64)};
    view.joined = taking.date(in.joined());
    if (in.has_birthday()) view.birthday = taking.date(in.birthday());
    taking.need(in.purchases() >= 0);
    view.purchases = taking.number(in.purchases());
    view.lifetime_spend = taking.amount<Money>(in.lifetime_spend());
    if (in.has_last_purchase()) view.last_purchase = taking.date(in.last_purchase());
    view.segments = taking.texts(in.segments());
    view.tags = taking.texts(in.tags());
    for (const wire::Count& count : taking.few(in.stamps())) {
        view.stamps[taking.text(count.key())] = taking.number(count.count());
    }
    for (const wire::Count& count : taking.few(in.uses())) {
        view.uses[OfferId{taking.text(count.key())}] = taking.number(count.count());
    }
    for (const wire::Count& count : taking.few(in.day_uses())) {
        view.day_uses[OfferId{taking.text(count.key())}] = taking.number(count.count());
    }
    if (in.has_uses_day()) view.uses_day = taking.date(in.uses_day());
    for (const wire::Account& account : taking.few(in.accounts())) {
        view.accounts[ProgrammeId{taking.text(account.programme())}] = take(taking, account);
    }
    for (const wire::Standing& standing : taking.few(in.standings())) {
        view.standings[ProgrammeId{taking.text(standing.programme())}] = take(taking, standing);
    }
    if (in.has_referrer()) view.referrer = MemberId{taking.fixed<16>(in.referrer())};
    return view;
}

Member take(Taking& taking, const wire::Member& in) {
    Member member;
    taking.small_enough(in);
    member.view = take_view(taking, in);
    member.person.first_name = taking.text(in.first_name());
    member.person.surname = taking.text(in.surname());
    member.person.phone = taking.text(in.phone(), 32);
    member.cards = taking.texts(in.cards());
    member.importance = taking.small<std::uint8_t>(in.importance(), 3);
    member.blocked = in.blocked();
    member.feed_position = in.feed_position();
    if (!in.personal_key().empty()) member.personal_key = {taking.fixed<32>(in.personal_key())};
    for (const wire::Visits& visits : taking.few(in.visits()))
        member.visits[StoreId{taking.id(visits.store())}] = {taking.number(visits.count()),
                                                             taking.date(visits.last())};
    for (const wire::Count& usual : taking.few(in.usual_spend()))
        member.usual_spend[ProgrammeId{taking.text(usual.key(), 64)}] =
            taking.amount<Points>(usual.count());
    return member;
}

void put(wire::Staff* out, const Staff& staff) {
    out->set_id(staff.id.value);
    out->set_name(staff.name);
    out->set_role(static_cast<std::uint32_t>(staff.role));
    out->set_pin_salt(text_of(staff.pin.salt));
    out->set_pin_hash(text_of(staff.pin.hash));
}
Staff take(Taking& taking, const wire::Staff& in) {
    return {CashierId{taking.id(in.id())},
            taking.text(in.name()),
            taking.choice(in.role(), Role::Manager),
            {taking.fixed<16>(in.pin_salt()), taking.fixed<32>(in.pin_hash())}};
}

void put(wire::Publication* out, const PublishedFiles& publication) {
    out->set_hash(text_of(publication.hash.value));
    for (const PublicationFile& file : publication.files) {
        wire::PublicationFile* added = out->add_files();
        added->set_name(file.name);
        added->set_text(file.text);
    }
}
PublishedFiles take(Taking& taking, const wire::Publication& in) {
    PublishedFiles publication{{taking.fixed<32>(in.hash())}, {}};
    for (const wire::PublicationFile& file : in.files()) {
        publication.files.push_back(
            {taking.text(file.name()), taking.text(file.text(), kMostFileBytes)});
    }
    taking.need(publication_hash(publication.files) == publication.hash);
    return publication;
}

void put(wire::CardTrust* out, const CardTrust& trust) {
    for (const PublicKey& key : trust.central) out->add_central(text_of(key));
    for (const PublicKey& key : trust.revoked) out->add_revoked(text_of(key));
}
CardTrust take(Taking& taking, const wire::CardTrust& in) {
    CardTrust trust;
    for (const std::string& key : in.central()) trust.central.push_back(taking.fixed<32>(key));
    for (const std::string& key : in.revoked()) trust.revoked.push_back(taking.fixed<32>(key));
    return trust;
}

struct PutChange {
    wire::Change* out;
    void operator()(const Article& article) const { put(out->mutable_goods(), article); }
    void operator()(const Categories& all) const {
        wire::Categories* list = out->mutable_categories();  // there even when empty
        for (const Category& category : all.categories) put(list->add_categories(), category);
    }
    void operator()(const Member& member) const { put(out->mutable_member(), member); }
    void operator()(const Staff& staff) const { put(out->mutable_staff(), staff); }
    void operator()(const ShopText& shop) const { out->mutable_shop()->set_text(shop.text); }
    void operator()(const PublishedFiles& files) const { put(out->mutable_publication(), files); }
    void operator()(const CardTrust& trust) const { put(out->mutable_card_trust(), trust); }
    void operator()(const Removed& removed) const {
        out->mutable_removed()->set_kind(static_cast<std::uint32_t>(removed.kind));
        out->mutable_removed()->set_key(removed.key);
    }
};

std::optional<Change> take_change(Taking& taking, const wire::Change& in) {
    switch (in.what_case()) {
        case wire::Change::kGoods: return take_article(taking, in.goods());
        case wire::Change::kCategories: return take(taking, in.categories());
        case wire::Change::kMember: return take(taking, in.member());
        case wire::Change::kStaff: return take(taking, in.staff());
        case wire::Change::kShop: return ShopText{taking.text(in.shop().text(), kMostFileBytes)};
        case wire::Change::kPublication: return take(taking, in.publication());
        case wire::Change::kCardTrust: return take(taking, in.card_trust());
        case wire::Change::kRemoved:
            return Removed{taking.choice(in.removed().kind(), ChangeKind::CardTrust),
                           taking.text(in.removed().key())};
        case wire::Change::WHAT_NOT_SET: return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

wire::Change to_wire(const Change& change) {
    wire::Change out;
    std::visit(PutChange{&out}, change);
    return out;
}

std::optional<Change> from_wire(const wire::Change& change, Bounds bounds) {
    Taking taking(bounds);
    std::optional<Change> result = take_change(taking, change);
    return taking.ok() ? result : std::nullopt;
}

Bytes encode_change(const Change& change) {
    const std::string text = to_wire(change).SerializeAsString();
    return Bytes(text.begin(), text.end());
}

std::optional<Change> decode_change(ByteView bytes) {
    wire::Change in;
    if (!in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
    return from_wire(in, Bounds::Protocol);
}

bool can_be_kept(const Change& change) {
    return from_wire(to_wire(change), Bounds::Cache).has_value();
}

}  // namespace kopilka::sync
