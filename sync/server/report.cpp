#include "sync/server/reconcile.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kopilka::sync {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson json_of(const Amounts& amounts) {
    return {{"receipts", amounts.receipts},
            {"money", to_string(amounts.money)},
            {"points", to_string(amounts.points)}};
}

OrderedJson json_of(const TillSums& till) {
    return {{"till", till.till.value},
            {"epoch", till.epoch},
            {"watermark", till.watermark},
            {"forks", till.forks},
            {"records", till.records},
            {"quarantined", till.quarantined},
            {"sales", till.sales},
            {"returns", till.returns},
            {"sold", to_string(till.sold)},
            {"accepted", to_string(till.accepted)},
            {"in_quarantine", to_string(till.in_quarantine)},
            {"unsent", to_string(till.whole.unsent.money)},
            {"adjusted", to_string(till.whole.adjusted.money)},
            {"difference", to_string(till.difference())},
            {"repriced_equal", till.equal},
            {"repriced_different", till.different},
            {"repriced_waiting", till.waiting},
            {"z_equal", till.z_equal},
            {"z_different", till.z_different},
            {"points", to_string(till.points)}};
}

OrderedJson json_of(const TillDay& place, const DaySums& day) {
    return {{"till", place.till.value},
            {"day", to_string(place.day)},
            {"sold", json_of(day.sold)},
            {"accepted", json_of(day.accepted)},
            {"late", json_of(day.late)},
            {"quarantined", json_of(day.quarantined)},
            {"unreadable_records", day.unreadable},
            {"unsent", json_of(day.unsent)},
            {"adjusted", json_of(day.adjusted)},
            {"difference", json_of(day.difference())},
            {"unexplained", json_of(day.unexplained())}};
}

template <typename Known, typename Words>
OrderedJson text_or_null(const Known& known, const Words& words) {
    return known ? OrderedJson(words(*known)) : OrderedJson();
}

OrderedJson json_of(const Incident& incident) {
    OrderedJson actions = OrderedJson::array();
    for (const CaseAction action : actions_of(incident.kind)) actions.push_back(name(action));
    const bool of_record = !incident.record.till.value.empty();
    return {{"case", incident.id},
            {"kind", name(incident.kind)},
            {"record",
             of_record ? OrderedJson(to_string(incident.record, incident.branch)) : OrderedJson()},
            {"till", of_record ? OrderedJson(incident.record.till.value) : OrderedJson()},
            {"day", text_or_null(incident.day, [](Date day) { return to_string(day); })},
            {"member", text_or_null(incident.member, [](auto& id) { return to_string(id); })},
            {"receipt", text_or_null(incident.receipt, [](ReceiptNumber n) { return n.value; })},
            {"cause", incident.cause},
            {"evidence", {{"till", incident.till_says}, {"server", incident.server_holds}}},
            {"amounts", json_of(incident.amounts)},
            {"actions", std::move(actions)},
            {"opened_ms", incident.opened.ms}};
}

OrderedJson adjustment_of(const Incident& late) {
    return {{"till", late.record.till.value},
            {"day", text_or_null(late.day, [](Date day) { return to_string(day); })},
            {"adjusted_by", json_of(late.amounts)},
            {"case", late.id},
            {"decision", late.action.empty() ? OrderedJson() : OrderedJson(late.action)}};
}

std::string line_of(const TillDay& place, const DaySums& day) {
    const auto both = [](const Amounts& amounts) {
        return fmt::format("{} ({}, {} points)", to_string(amounts.money), amounts.receipts,
                           to_string(amounts.points));
    };
    std::string text = fmt::format("  {} {}: sold {} = accepted {} + quarantined {} + unsent {}",
                                   place.till.value, to_string(place.day), both(day.sold),
                                   both(day.accepted), both(day.quarantined), both(day.unsent));
    if (!day.adjusted.is_zero()) text += " + adjusted " + both(day.adjusted);
    if (day.unreadable > 0) text += fmt::format(", {} records unreadable", day.unreadable);
    if (!day.late.is_zero()) text += ", accepted late " + both(day.late);
    text += ", difference " + (day.difference().is_zero() ? "0" : both(day.difference()));
    if (!day.unexplained().is_zero()) text += ", UNEXPLAINED " + both(day.unexplained());
    return text + "\n";
}

std::string text_of(const Incident& incident) {
    std::string actions;
    for (const CaseAction action : actions_of(incident.kind))
        actions += (actions.empty() ? "" : ", ") + std::string(name(action));
    std::string text = fmt::format("case {} {}", incident.id, name(incident.kind));
    if (!incident.record.till.value.empty())
        text += " " + to_string(incident.record, incident.branch);
    if (incident.day) text += " of " + to_string(*incident.day);
    if (incident.member) text += ", member " + to_string(*incident.member);
    text += fmt::format(": {}\n  till: {}\n  server: {}\n  decide: {}\n", incident.cause,
                        incident.till_says, incident.server_holds, actions);
    return text;
}

std::string text_of(const TillSums& till) {
    return fmt::format(
        "{}: epoch {}, {} records up to {}, {} quarantined\n"
        "  {} sales, {} returns: sold {} = accepted {} + quarantined {} + unsent {}"
        ", difference {}\n"
        "  priced again: {} equal, {} different, {} waiting; Z reports: {} equal,"
        " {} different; points {}\n",
        till.till.value, till.epoch, till.records, till.watermark, till.quarantined, till.sales,
        till.returns, to_string(till.sold), to_string(till.accepted), to_string(till.in_quarantine),
        to_string(till.whole.unsent.money), to_string(till.difference()), till.equal,
        till.different, till.waiting, till.z_equal, till.z_different, to_string(till.points));
}

}  // namespace

std::string to_json(const Reconciliation& found) {
    OrderedJson json = {{"agrees", found.agrees()},
                        {"unexplained", found.unexplained()},
                        {"feed_position", found.feed_position},
                        {"members", found.members},
                        {"goods", found.goods},
                        {"publications", found.publications},
                        {"wrong_balances", found.wrong_balances},
                        {"overdrawn", found.overdrawn},
                        {"waiting_returns", found.waiting_returns},
                        {"decided_cases", found.decided},
                        {"tills", OrderedJson::array()},
                        {"days", OrderedJson::array()},
                        {"adjustments", OrderedJson::array()},
                        {"cases", OrderedJson::array()}};
    for (const TillSums& till : found.tills) json["tills"].push_back(json_of(till));
    for (const auto& [place, day] : found.days) json["days"].push_back(json_of(place, day));
    for (const Incident& late : found.late) json["adjustments"].push_back(adjustment_of(late));
    for (const Incident& incident : found.incidents) json["cases"].push_back(json_of(incident));
    // What tills call themselves need not be text.
    return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

std::string to_text(const Reconciliation& found) {
    std::string text =
        fmt::format("{} members, {} goods, {} publications, feed at {}\n", found.members,
                    found.goods, found.publications, found.feed_position);
    for (const TillSums& till : found.tills) text += text_of(till);
    if (!found.days.empty()) text += "by day: money (receipts, points)\n";
    for (const auto& [place, day] : found.days) text += line_of(place, day);
    for (const Incident& late : found.late)
        text += fmt::format("adjustment of {} {}: {}, case {}\n", late.record.till.value,
                            late.day ? to_string(*late.day) : "", to_string(late.amounts), late.id);
    for (const Incident& incident : found.incidents) text += text_of(incident);
    if (found.waiting_returns > 0)
        text += fmt::format("{} returns wait for their sale to come\n", found.waiting_returns);
    text += fmt::format(
        "{} open cases, {} decided, {} wrong balances, {} overdrawn, {} unexplained: {}\n",
        found.incidents.size(), found.decided, found.wrong_balances, found.overdrawn,
        found.unexplained(), found.agrees() ? "sums agree" : "SUMS DO NOT AGREE");
    return text;
}

}  // namespace kopilka::sync
