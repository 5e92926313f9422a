#include "sync/server/import_json.h"

#include <charconv>

#include <nlohmann/json.hpp>

namespace kopilka::sync {
namespace {

using Json = nlohmann::json;

// One object of the file: takes fields and remembers the first mistake, with the place.
class Fields {
public:
    Fields(const Json& object, std::string place, std::string& mistake)
        : object_(object), place_(std::move(place)), mistake_(mistake) {
        if (!object.is_object()) wrong("", "must be an object { … }");
    }

    std::string text(const char* key) const {
        const Json* found = find(key);
        if (!found) return "";
        if (!found->is_string()) return wrong(key, "must be a text");
        return found->get<std::string>();
    }
    std::string needed_text(const char* key) const {
        std::string result = text(key);
        if (result.empty()) wrong(key, "must not be missing or empty");
        return result;
    }
    std::int64_t number(const char* key, std::int64_t least, std::int64_t most) const {
        const Json* found = find(key);
        if (!found) return 0;
        if (found->is_number_integer()) {
            const auto value = found->get<std::int64_t>();
            if (value >= least && value <= most) return value;
        }
        wrong(key, "must be a whole number from " + std::to_string(least) + " to " +
                       std::to_string(most));
        return 0;
    }
    bool flag(const char* key) const {
        const Json* found = find(key);
        if (!found) return false;
        if (!found->is_boolean()) wrong(key, "must be true or false");
        return found->is_boolean() && found->get<bool>();
    }
    // A text that `parse` turns into a value; missing or null: the value's default.
    template <typename Value, typename Parse>
    Value parsed(const char* key, const Parse& parse, const char* what) const {
        const std::string written = text(key);
        if (written.empty()) return {};
        const std::optional<Value> value = parse(written);
        if (!value) wrong(key, "'" + written + "' must be " + what);
        return value.value_or(Value{});
    }
    Localized localized(const char* key) const {
        const Json* found = find(key);
        if (!found) return {};
        const Fields names(*found, place_ + "." + key, mistake_);
        return {names.needed_text("ru"), names.text("en")};
    }
    std::vector<std::string> texts(const char* key) const {
        std::vector<std::string> result;
        for (const Json& item : list(key)) {
            if (!item.is_string()) wrong(key, "must be a list of texts");
            if (item.is_string()) result.push_back(item.get<std::string>());
        }
        return result;
    }
    const Json& list(const char* key) const {
        static const Json kNone = Json::array();
        const Json* found = find(key);
        if (!found) return kNone;
        if (found->is_array()) return *found;
        wrong(key, "must be a list [ … ]");
        return kNone;
    }
    const Json& table(const char* key) const {
        static const Json kNone = Json::object();
        const Json* found = find(key);
        if (!found) return kNone;
        if (found->is_object()) return *found;
        wrong(key, "must be an object { … }");
        return kNone;
    }
    Fields at(const Json& object, const std::string& where) const {
        return Fields(object, place_ + "." + where, mistake_);
    }
    std::string wrong(const char* key, const std::string& what) const {
        const std::string dot = *key ? "." : "";
        if (mistake_.empty()) mistake_ = place_ + dot + key + ": " + what;
        return "";
    }

private:
    const Json* find(const char* key) const {
        if (!object_.is_object()) return nullptr;
        const auto found = object_.find(key);
        return found == object_.end() || found->is_null() ? nullptr : &*found;
    }

    const Json& object_;
    std::string place_;
    std::string& mistake_;
};

std::string place(const char* list, std::size_t index) {
    return std::string(list) + "[" + std::to_string(index) + "]";
}

std::optional<std::uint32_t> parse_colour(std::string_view text) {
    const auto bytes = text.starts_with('#') ? from_hex(text.substr(1)) : std::nullopt;
    if (!bytes || bytes->size() != 3) return std::nullopt;
    return std::uint32_t{(*bytes)[0]} << 16 | std::uint32_t{(*bytes)[1]} << 8 | (*bytes)[2];
}

// "20" per cent, two decimals at most: the form of money, and basis points are its hundredths.
std::optional<BasisPoints> parse_percent(std::string_view text) {
    const auto percent = parse_money(text);
    if (!percent || percent->count() < 0) return std::nullopt;
    return BasisPoints{percent->count()};
}

std::optional<Measure> parse_unit(std::string_view text) {
    if (text == "piece") return Measure::Piece;
    if (text == "kg") return Measure::Weight;
    return std::nullopt;
}

std::optional<Money> parse_price(std::string_view text) {
    const auto price = parse_money(text);
    return price && price->count() >= 0 ? price : std::nullopt;
}

Category category(const Fields& in) {
    return {in.needed_text("id"), in.localized("name"),
            in.parsed<std::uint32_t>("colour", parse_colour, "a colour like \"#6f4e37\"")};
}

Goods goods(const Fields& in) {
    constexpr const char* kSum = "a sum like \"189.90\"";
    Goods goods;
    goods.sku = Sku{in.needed_text("sku")};
    goods.name = in.localized("name");
    goods.barcodes = in.texts("barcodes");
    goods.item = in.text("item");
    goods.categories = in.texts("categories");
    goods.brand = in.text("brand");
    goods.tags = in.texts("tags");
    goods.department = in.text("department");
    in.needed_text("price");
    goods.price = in.parsed<Money>("price", parse_price, kSum);
    goods.cost = in.parsed<Money>("cost", parse_price, kSum);
    goods.minimum_price = in.parsed<Money>("minimum_price", parse_price, kSum);
    goods.tax_rate = in.parsed<BasisPoints>("tax_rate", parse_percent, "per cent like \"20\"");
    goods.measure = in.parsed<Measure>("unit", parse_unit, "\"piece\" or \"kg\"");
    goods.age_limit = static_cast<std::uint8_t>(in.number("age", 0, 99));
    goods.button = static_cast<std::uint16_t>(in.number("button", 0, 0xffff));
    goods.already_reduced = in.flag("already_reduced");
    goods.marked = in.flag("marked");
    return goods;
}

// "2025-03-01", or days from the day of import: "today-120", "today+12".
std::optional<Date> parse_day(std::string_view text, Date today) {
    constexpr std::string_view kToday = "today";
    if (!text.starts_with(kToday)) return parse_date(text);
    text.remove_prefix(kToday.size());
    if (text.empty()) return today;
    const bool back = text.front() == '-';
    if (!back && text.front() != '+') return std::nullopt;
    std::int32_t days = 0;
    const char* end = text.data() + text.size();
    const auto [stop, failed] = std::from_chars(text.data() + 1, end, days);
    if (failed != std::errc() || stop != end || days < 0 || days > 36'500) return std::nullopt;
    return plus_days(today, back ? -days : days);
}

class MemberFields {
public:
    explicit MemberFields(LocalTime at) : today_(local_date(at)), offset_(at.offset_minutes) {}

    Member member(const Fields& in) const {
        Member member;
        in.needed_text("id");
        member.view = view(in);
        member.person = {in.text("first_name"), in.text("surname"), in.text("phone")};
        member.cards = in.texts("cards");
        member.importance = static_cast<std::uint8_t>(in.number("importance", 0, 3));
        member.blocked = in.flag("blocked");
        // Until central has seen where the member goes.
        if (const std::string home = in.text("home_store"); !home.empty())
            member.visits[StoreId{home}] = {1, member.view.last_purchase.value_or(today_)};
        return member;
    }

private:
    static constexpr const char* kDay = "a date like \"2025-03-01\" or \"today-120\"";

    std::optional<Date> day(const Fields& in, const char* key) const {
        if (in.text(key).empty()) return std::nullopt;
        return in.parsed<Date>(
            key, [this](std::string_view text) { return parse_day(text, today_); }, kDay);
    }

    MemberView view(const Fields& in) const {
        MemberView view;
        view.id = in.parsed<MemberId>("id", parse_member_id, "32 hex digits");
        view.tier = TierId{in.text("tier")};
        in.needed_text("joined");
        view.joined = day(in, "joined").value_or(Date{});
        view.birthday = day(in, "birthday");
        view.last_purchase = day(in, "last_purchase");
        view.purchases = in.number("purchases", 0, 1'000'000'000);
        view.lifetime_spend = in.parsed<Money>("lifetime_spend", parse_money, "a sum");
        view.segments = sorted(in.texts("segments"));
        view.tags = sorted(in.texts("tags"));
        counts(in, "stamps", [&](const std::string& key, std::int64_t n) { view.stamps[key] = n; });
        counts(in, "uses",
               [&](const std::string& key, std::int64_t n) { view.uses[OfferId{key}] = n; });
        for (const auto& [programme, account] : in.table("accounts").items()) {
            view.accounts[ProgrammeId{programme}] = this->account(in.at(account, programme));
        }
        return view;
    }

    static std::vector<std::string> sorted(std::vector<std::string> texts) {
        std::ranges::sort(texts);
        return texts;
    }

    template <typename Put>
    static void counts(const Fields& in, const char* key, const Put& put) {
        for (const auto& [name, count] : in.table(key).items()) {
            const Fields one = in.at(in.table(key), key);
            put(name, one.number(name.c_str(), 0, 1'000'000'000));
        }
    }

    Account account(const Fields& in) const {
        Account account;
        std::size_t index = 0;
        for (const Json& lot : in.list("lots")) {
            const Fields one = in.at(lot, place("lots", index++));
            one.needed_text("amount");
            one.needed_text("active");
            Lot added{one.parsed<Points>("amount", parse_points, "points like \"37.5\""),
                      start_of_day(day(one, "active").value_or(Date{}), offset_), std::nullopt};
            if (const auto end = day(one, "expires")) added.expires = start_of_day(*end, offset_);
            account.lots.push_back(added);
        }
        return account;
    }

    Date today_;
    std::int32_t offset_;
};

// The library throws on malformed text only; everything else is asked before it is taken.
Result<Json> parse_json(std::string_view text, const std::string& file) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        return fail(Errc::Invalid, file + ": " + error.what());
    }
}

template <typename Value, typename Make>
Result<std::vector<Value>> each(const Json& root, const char* list, const std::string& file,
                                const Make& make) {
    std::string mistake;
    std::vector<Value> values;
    const Fields all(root, file, mistake);
    if (all.list(list).empty()) all.wrong(list, "must be a list and not empty");
    for (const Json& item : all.list(list)) {
        values.push_back(make(all.at(item, place(list, values.size()))));
        if (!mistake.empty()) break;
    }
    if (!mistake.empty()) return fail(Errc::Invalid, mistake);
    return values;
}

}  // namespace

Result<CatalogueFile> parse_catalogue(std::string_view json, const std::string& file) {
    const auto root = parse_json(json, file);
    if (!root) return tl::unexpected(root.error());
    auto categories = each<Category>(*root, "categories", file, category);
    if (!categories) return tl::unexpected(categories.error());
    auto found = each<Goods>(*root, "goods", file, goods);
    if (!found) return tl::unexpected(found.error());
    return CatalogueFile{{*std::move(categories)}, *std::move(found)};
}

Result<std::vector<Member>> parse_members(std::string_view json, const std::string& file,
                                          LocalTime at) {
    const auto root = parse_json(json, file);
    if (!root) return tl::unexpected(root.error());
    const MemberFields fields(at);
    return each<Member>(*root, "members", file,
                        [&](const Fields& in) { return fields.member(in); });
}

}  // namespace kopilka::sync
