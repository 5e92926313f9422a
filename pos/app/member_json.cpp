#include "pos/app/member_json.h"

#include "pos/core/hash.h"

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

Lot read_lot(JsonReader reader, std::int32_t offset_minutes) {
    Lot lot;
    lot.amount = reader.points("amount").value_or(kNoPoints);
    if (!reader.has("amount")) reader.missing("amount", "\"250\"");
    lot.active = reader.instant("active", offset_minutes).value_or(Instant{});
    lot.expires = reader.instant("expires", offset_minutes);
    reader.finish();
    return lot;
}

Account read_account(JsonReader reader, std::int32_t offset_minutes) {
    Account account;
    for (JsonReader& lot : reader.objects("lots", "lot"))
        account.lots.push_back(read_lot(std::move(lot), offset_minutes));
    account.spendable = reader.points("spendable");
    reader.finish();
    return account;
}

void read_points(JsonReader& reader, MemberView& member, std::int32_t offset_minutes,
                 const Publication& publication) {
    for (auto& [programme, account] : reader.named_objects("accounts", "account"))
        member.accounts[{programme}] = read_account(std::move(account), offset_minutes);
    const auto points = reader.points("points");
    if (!points) return;
    if (!member.accounts.empty())
        return reader.wrong("points", "cannot stand beside \"accounts\"; keep one of them");
    const auto with_points = std::ranges::find_if(
        publication.programmes(),
        [](const Programme& programme) { return programme.points.has_value(); });
    if (with_points != publication.programmes().end())
        member.accounts[with_points->id].lots = {{*points, {}, std::nullopt}};
}

}  // namespace

MemberView read_member(JsonReader& reader, std::int32_t offset_minutes,
                       const Publication& publication) {
    constexpr std::int64_t kMostPurchases = 1'000'000'000;
    MemberView member;
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
    read_points(reader, member, offset_minutes, publication);
    reader.finish();
    return member;
}

}  // namespace kopilka::app
