#include "sync/server/reconcile.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kopilka::sync {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const TillSums& till) {
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
            {"difference", to_string(till.difference())},
            {"repriced_equal", till.equal},
            {"repriced_different", till.different},
            {"repriced_waiting", till.waiting},
            {"z_equal", till.z_equal},
            {"z_different", till.z_different},
            {"points", to_string(till.points)}};
}

Json json_of(const Incident& incident) {
    return {{"case", incident.id},
            {"kind", incident.kind},
            {"record", to_string(incident.record, incident.branch)},
            {"cause", incident.cause},
            {"opened_ms", incident.opened.ms}};
}

}  // namespace

std::string to_json(const Reconciliation& found) {
    Json json = {{"agrees", found.agrees()},
                 {"feed_position", found.feed_position},
                 {"members", found.members},
                 {"goods", found.goods},
                 {"publications", found.publications},
                 {"wrong_balances", found.wrong_balances},
                 {"overdrawn", found.overdrawn},
                 {"tills", Json::array()},
                 {"cases", Json::array()}};
    for (const TillSums& till : found.tills) json["tills"].push_back(json_of(till));
    for (const Incident& incident : found.incidents) json["cases"].push_back(json_of(incident));
    return json.dump(2) + "\n";
}

std::string to_text(const Reconciliation& found) {
    std::string text =
        fmt::format("{} members, {} goods, {} publications, feed at {}\n", found.members,
                    found.goods, found.publications, found.feed_position);
    for (const TillSums& till : found.tills) {
        text +=
            fmt::format("{}: epoch {}, {} records up to {}, {} quarantined{}\n", till.till.value,
                        till.epoch, till.records, till.watermark, till.quarantined,
                        till.forks > 0 ? fmt::format(", {} forks", till.forks) : "");
        text += fmt::format(
            "  {} sales, {} returns: sold {} = accepted {} + quarantined {}"
            ", difference {}\n",
            till.sales, till.returns, to_string(till.sold), to_string(till.accepted),
            to_string(till.in_quarantine), to_string(till.difference()));
        text += fmt::format(
            "  priced again: {} equal, {} different, {} waiting; Z reports: {} equal,"
            " {} different; points {}\n",
            till.equal, till.different, till.waiting, till.z_equal, till.z_different,
            to_string(till.points));
    }
    for (const Incident& incident : found.incidents) {
        text += fmt::format("case {} {} {}: {}\n", incident.id, incident.kind,
                            to_string(incident.record, incident.branch), incident.cause);
    }
    text += fmt::format("{} open cases, {} wrong balances, {} overdrawn: {}\n",
                        found.incidents.size(), found.wrong_balances, found.overdrawn,
                        found.agrees() ? "sums agree" : "SUMS DO NOT AGREE");
    return text;
}

}  // namespace kopilka::sync
