#include "pos/loyalty/parse_parts.h"

#include <algorithm>
#include <map>

namespace kopilka {
namespace {

// The lanes of a publication that names none.
std::vector<Lane> default_lanes() {
    return {{"goods", Choose::Best}, {"order", Choose::Best}, {"rewards", Choose::All}};
}

bool is_manifest(const TomlValue& root) { return root.table()->find("programmes") != nullptr; }

struct Draft {
    PublicationParts parts;
    bool has_manifest = false;
    std::vector<ParsedOffer> offers;
    std::vector<Lane> manifest_lanes;
    std::vector<Lane> programme_lanes;
    ProgrammeErrors errors;
    std::optional<ProgrammeError> without_account;  // should refund_to name no account
};

std::optional<Lane> parse_lane(TableReader table) {
    constexpr std::array<std::pair<std::string_view, Choose>, 3> kChoose{
        {{"best", Choose::Best}, {"priority", Choose::Priority}, {"all", Choose::All}}};
    constexpr std::array<std::pair<std::string_view, Percentages>, 2> kPercentages{
        {{"one_after_another", Percentages::OneAfterAnother}, {"added", Percentages::Added}}};
    Lane lane;
    lane.id = table.id("id");
    lane.choose = table.choice("choose", kChoose).value_or(Choose::Best);
    lane.percentages =
        table.choice("percentages", kPercentages).value_or(Percentages::OneAfterAnother);
    if (table.has("percentages") && lane.choose != Choose::All)
        table.wrong("percentages", "is for lanes where all apply; write choose = \"all\"");
    table.finish();
    return lane;
}

std::vector<Lane> parse_lanes(TableReader& root) {
    std::vector<Lane> lanes;
    for (TableReader& table : root.tables("lane", "lane")) {
        const TomlPlace place = table.place();
        const auto lane = parse_lane(std::move(table));
        if (std::ranges::find(lanes, lane->id, &Lane::id) != lanes.end() && !lane->id.empty())
            root.errors().add(place, "lane \"" + lane->id + "\" stands here twice; remove one");
        lanes.push_back(*lane);
    }
    return lanes;
}

// Ways of paying, in the order written.
std::vector<std::uint8_t> parse_methods(TableReader& table, std::string_view key) {
    constexpr std::array<std::string_view, 6> kMethods{"cash",   "card",        "sbp",
                                                       "points", "certificate", "cashback"};
    std::vector<std::uint8_t> methods;
    table.texts(key);  // notes what is no list of texts
    const TomlValue* list = table.raw(key);
    if (list == nullptr || list->array() == nullptr) return methods;
    for (const TomlValue& item : *list->array()) {
        const auto* word = std::get_if<std::string>(&item.value);
        if (word == nullptr) continue;
        const auto* method = std::ranges::find(kMethods, *word);
        if (method == kMethods.end())
            table.wrong(key, "cannot hold \"" + *word +
                                 "\"; write cash, card, sbp, points, certificate, cashback");
        else
            methods.push_back(static_cast<std::uint8_t>(method - kMethods.begin()));
    }
    return methods;
}

// "as_paid", "certificate", or the programme whose account it is, which may stand in a later file.
void parse_refund(TableReader& table, Settings& settings,
                  std::optional<ProgrammeError>& without_account) {
    const auto to = table.text("refund_to");
    if (!to || *to == "as_paid") return;
    if (*to == "certificate") {
        settings.refund_to = RefundTo::Certificate;
        return;
    }
    settings.refund_to = RefundTo::Account;
    settings.refund_account = {*to};
    const TomlPlace place = table.raw("refund_to")->place;
    without_account = {table.errors().file, place.line, place.column,
                       "refund_to must be \"as_paid\", \"certificate\", or the id of a programme "
                       "with a [points] table; \"" +
                           *to + "\" is none"};
}

void parse_settings(TableReader& root, Settings& settings,
                    std::optional<ProgrammeError>& without_account) {
    auto table = root.table("settings", "settings");
    if (!table) return;
    constexpr std::array<std::pair<std::string_view, TaxPer>, 3> kPer{
        {{"unit", TaxPer::Unit}, {"line", TaxPer::Line}, {"rate", TaxPer::Rate}}};
    constexpr std::array<std::pair<std::string_view, Rounding>, 4> kTaxRounding{
        {{"half_up", Rounding::HalfUp},
         {"half_even", Rounding::HalfEven},
         {"half_down", Rounding::HalfDown},
         {"down", Rounding::Down}}};
    settings.minimum_margin = table->percent("minimum_margin", 1000);
    settings.tax_per = table->choice("tax_per", kPer).value_or(settings.tax_per);
    settings.tax_rounding =
        table->choice("tax_rounding", kTaxRounding).value_or(settings.tax_rounding);
    constexpr std::array<std::pair<std::string_view, bool>, 2> kDiscounts{
        {{"with_prices", false}, {"apart", true}}};
    settings.discounts_taxed_apart =
        table->choice("tax_of_discounts", kDiscounts).value_or(settings.discounts_taxed_apart);
    if (table->has("refund_order")) settings.refund_order = parse_methods(*table, "refund_order");
    parse_refund(*table, settings, without_account);
    table->finish();
}

void parse_manifest(TableReader root, Draft& draft, std::size_t programme_files) {
    root.raw("programmes");
    const auto names = root.texts("programmes");
    if (const TomlValue* list = root.raw("programmes");
        list->array() && programme_files > 0 && list->array()->size() != names.size())
        root.wrong("programmes", "names a file twice; each programme is published once");
    draft.parts.name = root.localized("publication").value_or(Localized{});
    draft.parts.starts = root.moment("starts");
    parse_settings(root, draft.parts.settings, draft.without_account);
    draft.manifest_lanes = parse_lanes(root);
    root.finish();
}

void note_twice(const Draft& draft, const ParsedOffer& offer, ErrorList& errors) {
    if (offer.offer.id.value.empty()) return;
    for (const ParsedOffer& before : draft.offers)
        if (before.offer.id == offer.offer.id)
            errors.add(offer.place, "offer \"" + offer.offer.id.value + "\" stands already at " +
                                        before.file + ":" + std::to_string(before.place.line) +
                                        "; give each offer an id of its own");
}

void parse_tiers(TableReader& root, Programme& programme) {
    if (auto rules = root.table("tiers", "tiers")) programme.tier_rules = parse_tier_rules(*rules);
    for (TableReader& table : root.tables("tier", "tier")) {
        const TomlPlace place = table.place();
        Tier tier = parse_tier(std::move(table), programme.tier_rules);
        if (!programme.tiers.empty() && tier.from <= programme.tiers.back().from)
            root.errors().add(place,
                              "tiers stand from the lowest to the highest: \"from\" (or "
                              "\"lifetime_spend\") must be larger than that of the tier before");
        programme.tiers.push_back(std::move(tier));
    }
}

void parse_certificates(TableReader& root, Draft& draft) {
    auto table = root.table("certificates", "certificates");
    if (!table) return;
    CertificateGoods certificates;
    if (auto goods = table->table("goods", "goods"))
        certificates.goods = parse_goods(*goods);
    else
        table->errors().add(table->place(),
                            "certificates needs goods = { categories = [\"certificates\"] }: which "
                            "goods are gift certificates");
    certificates.valid_months =
        static_cast<std::int32_t>(table->integer("valid_months", 1, 1200).value_or(0));
    table->finish();
    draft.parts.certificates.push_back(std::move(certificates));
}

void parse_programme(TableReader root, Draft& draft) {
    Programme programme;
    ErrorList& errors = root.errors();
    programme.id = {root.id("programme")};
    const bool known = std::ranges::find(draft.parts.programmes, programme.id, &Programme::id) !=
                       draft.parts.programmes.end();
    if (known && !programme.id.value.empty())
        root.wrong("programme", "is used by another file of this publication; choose another id");
    if (const auto name = root.localized("name"))
        programme.name = *name;
    else if (!root.has("name"))
        errors.add(root.place(), "the programme needs name = { ru = \"…\", en = \"…\" }");
    if (auto points = root.table("points", "points")) programme.points = parse_points(*points);
    parse_tiers(root, programme);
    parse_certificates(root, draft);
    Draft ignored;  // where a manifest has the word
    Draft& heard = draft.has_manifest ? ignored : draft;
    parse_settings(root, heard.parts.settings, heard.without_account);
    for (Lane& lane : parse_lanes(root))
        if (std::ranges::find(draft.programme_lanes, lane.id, &Lane::id) ==
            draft.programme_lanes.end())
            draft.programme_lanes.push_back(std::move(lane));
    for (TableReader& table : root.tables("offer", "offer")) {
        ParsedOffer offer = parse_offer(std::move(table), programme.id);
        note_twice(draft, offer, errors);
        draft.offers.push_back(std::move(offer));
    }
    root.finish();
    draft.parts.programmes.push_back(std::move(programme));
}

void parse_file(const PublicationFile& file, std::size_t number, std::size_t count, Draft& draft) {
    const auto root = parse_toml(file);
    if (!root) {
        draft.errors.push_back(root.error());
        return;
    }
    ErrorList errors{file.name, {}};
    TableReader reader(*root->table(), {}, "the file", errors);
    draft.has_manifest = draft.has_manifest || (number == 0 && is_manifest(*root));
    if (number == 0 && draft.has_manifest)
        parse_manifest(reader, draft, count - 1);
    else
        parse_programme(reader, draft);
    std::ranges::stable_sort(errors.errors, [](const auto& a, const auto& b) {
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    });
    std::ranges::move(errors.errors, std::back_inserter(draft.errors));
}

void settle_lane(ParsedOffer& offer, Draft& draft) {
    const std::vector<Lane>& lanes = draft.parts.lanes;
    const bool named = !offer.lane.empty();
    const std::string name = named ? offer.lane : offer.offer.cut ? "goods" : "rewards";
    const auto lane = std::ranges::find(lanes, name, &Lane::id);
    if (lane != lanes.end()) {
        offer.offer.lane = static_cast<std::uint32_t>(lane - lanes.begin());
        return;
    }
    std::string known;
    for (const Lane& one : lanes) known += (known.empty() ? "" : ", ") + one.id;
    draft.errors.push_back({offer.file, offer.lane_place.line, offer.lane_place.column,
                            "offer \"" + offer.offer.id.value + "\" stands in lane \"" + name +
                                "\", which this publication does not have; write one of: " + known +
                                ", or add [[lane]] id = \"" + name + "\""});
}

void need_points(const ParsedOffer& offer, const ProgrammeId& id, std::string_view does,
                 Draft& draft) {
    const auto programme = std::ranges::find(draft.parts.programmes, id, &Programme::id);
    if (programme != draft.parts.programmes.end() && programme->points) return;
    draft.errors.push_back(
        {offer.file, offer.place.line, offer.place.column,
         "offer \"" + offer.offer.id.value + "\" " + std::string(does) + " points of \"" +
             id.value +
             "\", which has no [points] table; write [points] worth = \"1.00\" into that "
             "programme"});
}

void settle_points(const ParsedOffer& offer, Draft& draft) {
    for (const Benefit& benefit : offer.offer.benefits)
        if (const auto* earn = std::get_if<EarnPoints>(&benefit))
            need_points(offer, earn->programme, "gives", draft);
    if (offer.offer.costs) need_points(offer, offer.offer.costs->programme, "costs", draft);
}

void settle_refund(Draft& draft) {
    if (draft.parts.settings.refund_to != RefundTo::Account) return;
    const auto programme = std::ranges::find(draft.parts.programmes,
                                             draft.parts.settings.refund_account, &Programme::id);
    if (programme == draft.parts.programmes.end() || !programme->points)
        draft.errors.push_back(*draft.without_account);
}

void settle_exclusions(const ParsedOffer& offer, Draft& draft) {
    for (const OfferId& other : offer.offer.excludes) {
        const auto named = [&](const ParsedOffer& one) { return one.offer.id == other; };
        if (std::ranges::any_of(draft.offers, named) && other != offer.offer.id) continue;
        draft.parts.warnings.push_back(
            {offer.file, offer.excludes_place.line, offer.excludes_place.column,
             "offer \"" + offer.offer.id.value + "\" excludes \"" + other.value +
                 "\", which is no other offer of this publication"});
    }
}

}  // namespace

std::string to_string(const ProgrammeError& error) {
    return error.file + ":" + std::to_string(error.line) + ":" + std::to_string(error.column) +
           ": " + error.text;
}

tl::expected<Publication, ProgrammeErrors> parse_publication(
    std::span<const PublicationFile> files) {
    Draft draft;
    if (files.empty()) draft.errors.push_back({"", 1, 1, "no programme file was given"});
    for (std::size_t i = 0; i < files.size(); ++i) parse_file(files[i], i, files.size(), draft);
    draft.parts.lanes = !draft.manifest_lanes.empty()    ? draft.manifest_lanes
                        : !draft.programme_lanes.empty() ? draft.programme_lanes
                                                         : default_lanes();
    settle_refund(draft);
    for (ParsedOffer& offer : draft.offers) {
        settle_lane(offer, draft);
        settle_points(offer, draft);
        settle_exclusions(offer, draft);
    }
    if (!draft.errors.empty()) return tl::unexpected(std::move(draft.errors));
    std::ranges::move(find_conflicts(draft.offers, draft.parts.lanes, draft.parts.programmes),
                      std::back_inserter(draft.parts.warnings));
    for (ParsedOffer& offer : draft.offers) draft.parts.offers.push_back(std::move(offer.offer));
    draft.parts.hash = publication_hash(files);
    return Publication(std::move(draft.parts));
}

tl::expected<std::vector<PublicationFile>, ProgrammeErrors> collect_publication(
    PublicationFile first, const ReadText& read) {
    const auto root = parse_toml(first);
    if (!root) return tl::unexpected(ProgrammeErrors{root.error()});
    std::vector<PublicationFile> files{std::move(first)};
    if (!is_manifest(*root)) return files;
    ErrorList errors{files.front().name, {}};
    const TomlValue& list = root->table()->find("programmes")->value;
    if (list.array() == nullptr)
        errors.add(list.place, "\"programmes\" must be a list of file names such as [\"a.toml\"]");
    else
        for (const TomlValue& item : *list.array()) {
            const auto* name = std::get_if<std::string>(&item.value);
            if (name == nullptr) {
                errors.add(item.place, "\"programmes\" holds something that is not a file name");
                continue;
            }
            if (auto text = read(*name))
                files.push_back({*name, std::move(*text)});
            else
                errors.add(item.place, "cannot read \"" + *name + "\": " + text.error().detail +
                                           "; names are relative to this manifest");
        }
    if (!errors.errors.empty()) return tl::unexpected(std::move(errors.errors));
    return files;
}

}  // namespace kopilka
