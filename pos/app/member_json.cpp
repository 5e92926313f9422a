#include "pos/app/member_json.h"

#include "pos/core/hash.h"
#include "pos/sale/lots.h"
#include "pos/sale/tiers.h"

#include <algorithm>

namespace kopilka::app {
namespace {

MemberId member_id(const std::string& text) {
    if (const auto id = parse_member_id(text)) return *id;
    const Hash256 hash = blake2b(as_bytes(text));
    MemberId id;
    std::copy_n(hash.value.begin(), id.value.size(), id.value.begin());
    return id;
}

std::vector<std::string> sorted(std::vector<std::string> words) {
    std::ranges::sort(words);
    return words;
}

Lot read_lot(JsonReader reader, std::int32_t offset_minutes, std::string& name) {
    Lot lot;
    name = reader.text("id").value_or(name);
    lot.amount = reader.points("amount").value_or(kNoPoints);
    if (!reader.has("amount")) reader.missing("amount", "\"250\"");
    lot.active = reader.instant("active", offset_minutes).value_or(Instant{});
    lot.expires = reader.instant("expires", offset_minutes);
    reader.finish();
    return lot;
}

Account read_account(JsonReader reader, LocalTime at, const ProgrammeId& programme,
                     std::vector<NamedLot>& names) {
    Account account;
    for (JsonReader& lot : reader.objects("lots", "lot")) {
        std::string name = std::to_string(account.lots.size() + 1);
        account.lots.push_back(read_lot(std::move(lot), at.offset_minutes, name));
        const Lot& read = account.lots.back();
        names.push_back({programme, read.active, read.expires, std::move(name)});
    }
    account.spendable = reader.points("spendable");
    account.deficit = reader.points("deficit").value_or(kNoPoints);
    if (const auto today = reader.points("earned_today")) {
        account.earned_today = *today;
        account.earned_on = local_date(at);
    }
    reader.finish();
    return account;
}

// A balance alone: one lot without end, or what is owed.
Account account_of(Points points) {
    Account account;
    if (points >= kNoPoints)
        account.lots = {{points, {}, std::nullopt}};
    else
        account.deficit = -points;
    return account;
}

void read_points(JsonReader& reader, ReadMember& read, LocalTime at,
                 const Publication& publication) {
    MemberView& member = read.view;
    for (auto& [programme, account] : reader.named_objects("accounts", "account"))
        member.accounts[{programme}] = read_account(std::move(account), at, {programme}, read.lots);
    const auto points = reader.signed_points("points");
    if (!points) return;
    if (!member.accounts.empty())
        return reader.wrong("points", "cannot stand beside \"accounts\"; keep one of them");
    const auto with_points = std::ranges::find_if(
        publication.programmes(),
        [](const Programme& programme) { return programme.points.has_value(); });
    if (with_points == publication.programmes().end()) return;
    member.accounts[with_points->id] = account_of(*points);
    read.lots.push_back({with_points->id, {}, std::nullopt, "1"});
}

Visit read_visit(JsonReader reader) {
    Visit visit;
    if (!reader.has("at")) reader.missing("at", "\"2025-03-01\"");
    visit.day = reader.date("at").value_or(Date{});
    visit.spent = reader.signed_money("total").value_or(kNoMoney);
    visit.earned = reader.signed_points("points").value_or(kNoPoints);
    visit.is_return = reader.boolean("returned").value_or(false);
    reader.finish();
    return visit;
}

Standing read_standing(JsonReader reader) {
    Standing standing;
    standing.tier = {reader.text("tier").value_or("")};
    standing.since = reader.date("since").value_or(Date{});
    standing.until = reader.date("until");
    standing.money = reader.signed_money("money").value_or(kNoMoney);
    standing.points = reader.signed_points("points").value_or(kNoPoints);
    standing.visits = reader.integer("visits", 0, 1'000'000'000).value_or(0);
    standing.floor = {reader.text("manual").value_or("")};
    standing.floor_until = reader.date("manual_until");
    reader.finish();
    return standing;
}

// What was given by hand: of the programme that has such a level, unless its standing says it.
void give_by_hand(Standing& standing, const TierHistory& history, const Programme& programme,
                  Date at) {
    const bool here =
        std::ranges::find(programme.tiers, history.floor, &Tier::id) != programme.tiers.end();
    if (standing.floor.value.empty() && here) {
        standing.floor = history.floor;
        standing.floor_until = history.floor_until;
    }
    standing = not_below_floor(std::move(standing), programme, at);
}

// The past gives the standing in each programme that has levels and no standing of its own.
void read_levels(JsonReader& reader, MemberView& member, LocalTime at,
                 const Publication& publication) {
    for (auto& [programme, standing] : reader.named_objects("standings", "standing"))
        member.standings[{programme}] = read_standing(std::move(standing));
    TierHistory history;
    for (JsonReader& visit : reader.objects("history", "visit"))
        history.visits.push_back(read_visit(std::move(visit)));
    history.floor = {reader.text("manual_tier").value_or("")};
    history.floor_until = reader.date("manual_tier_until");
    const bool by_hand = !history.floor.value.empty();
    for (const Programme& programme : publication.programmes()) {
        if (programme.tiers.empty()) continue;
        const bool known = member.standings.contains(programme.id);
        if (!known && !reader.has("history") && !by_hand) continue;
        Standing standing =
            known ? member.standings[programme.id] : standing_of(member, programme, at.instant);
        if (!known && reader.has("history")) {
            const auto account = member.accounts.find(programme.id);
            history.balance = account == member.accounts.end()
                                  ? kNoPoints
                                  : active_balance(account->second, at.instant);
            standing = tier_at(history, programme, local_date(at));
        }
        give_by_hand(standing, history, programme, local_date(at));
        member.standings[programme.id] = standing;
    }
}

}  // namespace

ReadMember read_member(JsonReader& reader, LocalTime at, const Publication& publication) {
    constexpr std::int64_t kMostPurchases = 1'000'000'000;
    ReadMember read;
    MemberView& member = read.view;
    member.id = member_id(reader.text("id").value_or(""));
    if (!reader.has("id")) reader.missing("id", "\"d0000000000000000000000000000001\"");
    member.tier = {reader.text("tier").value_or("")};
    member.joined = reader.date("joined").value_or(Date{});
    member.birthday = reader.date("birthday");
    member.purchases = reader.integer("purchases", 0, kMostPurchases).value_or(0);
    member.lifetime_spend = reader.money("lifetime_spend").value_or(kNoMoney);
    member.last_purchase = reader.date("last_purchase");
    member.segments = sorted(reader.texts("segments"));
    member.tags = sorted(reader.texts("tags"));
    member.stamps = reader.counts("stamps");
    for (const auto& [offer, uses] : reader.counts("uses")) member.uses[{offer}] = uses;
    for (const auto& [offer, uses] : reader.counts("uses_today")) member.day_uses[{offer}] = uses;
    member.uses_day = local_date(at);
    if (const auto referrer = reader.text("referrer")) member.referrer = member_id(*referrer);
    read_points(reader, read, at, publication);
    read_levels(reader, member, at, publication);
    reader.finish();
    return read;
}

}  // namespace kopilka::app
