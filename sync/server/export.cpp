#include "sync/server/export.h"

#include "sync/server/csv.h"

namespace kopilka::sync {
namespace {

void add(CsvTable& table, const Amounts& amounts) {
    table.number(amounts.receipts)
        .number(to_string(amounts.money))
        .number(to_string(amounts.points));
}

struct Part {
    const char* name;
    Amounts amounts;
};
std::vector<Part> parts_of(const DaySums& day) {
    return {{"sold", day.sold},
            {"accepted", day.accepted},
            {"late", day.late},
            {"quarantined", day.quarantined},
            {"unsent", day.unsent},
            {"adjusted", day.adjusted},
            {"difference", day.difference()},
            {"unexplained", day.unexplained()}};
}

std::string actions_of_kind(IncidentKind kind) {
    std::string names;
    for (const CaseAction action : actions_of(kind))
        names += (names.empty() ? "" : " ") + std::string(name(action));
    return names;
}

}  // namespace

std::string csv_of_sums(const Reconciliation& found) {
    std::vector<std::string> names = {"till", "day"};
    for (const Part& part : parts_of({}))
        for (const char* what : {" receipts", " money", " points"})
            names.push_back(part.name + std::string(what));
    names.emplace_back("unreadable records");
    CsvTable table(names);
    for (const auto& [place, day] : found.days) {
        table.text(place.till.value).text(to_string(place.day));
        for (const Part& part : parts_of(day)) add(table, part.amounts);
        table.number(static_cast<std::int64_t>(day.unreadable));
        table.end_row();
    }
    return table.bytes();
}

std::string csv_of_cases(std::span<const Incident> incidents) {
    CsvTable table({"case", "kind", "till", "day", "record", "receipt", "member", "cause",
                    "till says", "server holds", "receipts", "money", "points", "actions", "opened",
                    "decision", "decided by", "why"});
    for (const Incident& incident : incidents) {
        const bool of_record = !incident.record.till.value.empty();
        table.text(incident.id)
            .text(name(incident.kind))
            .text(incident.record.till.value)
            .text(incident.day ? to_string(*incident.day) : "")
            .text(of_record ? to_string(incident.record, incident.branch) : "")
            .text(incident.receipt ? std::to_string(incident.receipt->value) : "")
            .text(incident.member ? to_string(*incident.member) : "")
            .text(incident.cause)
            .text(incident.till_says)
            .text(incident.server_holds);
        add(table, incident.amounts);
        table.text(actions_of_kind(incident.kind))
            .text(to_string(LocalTime{incident.opened, 0}))
            .text(incident.action)
            .text(incident.decided_by)
            .text(incident.why);
        table.end_row();
    }
    return table.bytes();
}

}  // namespace kopilka::sync
