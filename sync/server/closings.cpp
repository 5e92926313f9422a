#include "sync/server/closings.h"

#include "sync/server/journals.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

constexpr std::string_view kBooksThrough = "books ";

}  // namespace

Result<void> close_books(Database& database, const DecisionBook& book, Date through,
                         const std::string& by, const std::string& why, Instant at) {
    std::optional<Decision> decided;
    auto done = database.write([&] {
        decided.reset();
        const auto known = closings(database);
        if (std::ranges::any_of(known, [&](auto& one) { return one.through >= through; })) return;
        decided = book.add(
            database, {std::string(kBooksThrough) + to_string(through), {}, "close", by, why}, at);
    });
    if (!done) return done;
    if (!decided)
        return fail(Errc::Invalid,
                    "the books are closed through " + to_string(through) + " already");
    return book.remember(*decided);
}

std::vector<Closing> closings(Database& database) {
    std::vector<Closing> found;
    for (const Row& row :
         database.run("SELECT body FROM decision WHERE subject >= 'books ' AND subject < 'books!'"
                      " ORDER BY subject")) {
        const auto decision = decode_decision(row.bytes(0));
        if (!decision) continue;
        const auto through =
            parse_date(std::string_view(decision->subject).substr(kBooksThrough.size()));
        if (through) found.push_back({*through, decision->at, decision->by});
    }
    return found;
}

std::map<WayDay, Sequence> late_told(Database& database) {
    std::map<WayDay, Sequence> told;
    for (const Row& row :
         database.run("SELECT till_id, business_date, epoch, branch, max(sequence) FROM incident"
                      " WHERE kind = $1 GROUP BY till_id, business_date, epoch, branch",
                      {value(name(IncidentKind::LateAcceptance))})) {
        const TillDay day{TillId{row.text(0)}, Date{static_cast<std::int32_t>(row.integer(1))}};
        const Epoch epoch{static_cast<std::uint32_t>(row.natural(2))};
        told[{day, epoch, branch_of(row, 3)}] = Sequence{row.natural(4)};
    }
    return told;
}

}  // namespace kopilka::sync
