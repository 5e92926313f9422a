#include "sync/server/case_commands.h"

#include "sync/server/chain.h"
#include "sync/server/closings.h"
#include "sync/server/export.h"
#include "sync/server/outcome.h"
#include "sync/server/reconcile.h"
#include "sync/server/resolve.h"

#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kopilka::sync {
namespace {

Result<Reconciliation> sums(Database& database, const CaseWords& words, NewCases new_cases) {
    const auto outboxes = read_outboxes(words.outboxes);
    if (!outboxes) return tl::unexpected(outboxes.error());
    return reconcile(database, *outboxes, new_cases);
}

int print(const Reconciliation& found, const CaseWords& words) {
    fmt::print("{}", words.json ? to_json(found) : to_text(found));
    return kDone;
}

int write_table(const std::string& file, const std::string& bytes) {
    if (file == "-") {
        fmt::print("{}", bytes);
        return kDone;
    }
    std::ofstream out(file, std::ios::binary);
    out << bytes;
    out.close();
    if (!out) return say_no({Errc::Io, "cannot write " + file});
    return kDone;
}

// Also what an older program decided is in it then.
Result<DecisionBook> open_book(Database& database, const std::string& folder) {
    auto book = DecisionBook::open(folder);
    if (!book) return book;
    if (auto taken = take_over_unsigned(database, *book); !taken)
        return tl::unexpected(taken.error());
    return book;
}

Result<DecisionCheck> verify(Database& database, const std::string& folder) {
    const auto book = open_book(database, folder);
    if (!book) return tl::unexpected(book.error());
    DecisionCheck check;
    auto done = database.read([&] { check = book->verify(database); });
    if (!done) return tl::unexpected(done.error());
    return check;
}

}  // namespace

int status_command(Database& database, const std::string&, const CaseWords& words) {
    const auto found = sums(database, words, NewCases::Leave);
    return found ? print(*found, words) : say_no(found.error());
}

int reconcile_command(Database& database, const std::string& folder, const CaseWords& words) {
    const auto found = sums(database, words, NewCases::Open);
    if (!found) return say_no(found.error());
    print(*found, words);
    if (!words.csv.empty())
        if (const int failed = write_table(words.csv, csv_of_sums(*found)); failed != kDone)
            return failed;
    const auto check = verify(database, folder);
    if (!check) return say_no(check.error());
    for (const std::string& wrong : check->wrong)
        fmt::print(stderr, "central: {}; see central decisions verify\n", wrong);
    return found->agrees() && check->wrong.empty() ? kDone : kNo;
}

int resolve_command(Database& database, const std::string& folder, const CaseWords& words) {
    const auto action = case_action(words.action);
    if (words.incident.empty() || !action)
        return say_no({Errc::Invalid,
                       "resolve wants --case ID and --decision, one of what central "
                       "reconcile names for that case"});
    const auto book = open_book(database, folder);
    if (!book) return say_no(book.error());
    const auto done =
        resolve(database, *book, {words.incident, *action, words.by, words.why}, now());
    if (!done) return say_no(done.error());
    if (!*done) return say_no({Errc::Busy, std::string(say(done->error()))});
    fmt::print("case {} decided: {}\n", words.incident, words.action);
    return kDone;
}

int close_command(Database& database, const std::string& folder, const CaseWords& words) {
    const auto through = parse_date(words.through);
    if (!through) return say_no({Errc::Invalid, "--through wants a day, like 2026-05-31"});
    const auto book = open_book(database, folder);
    if (!book) return say_no(book.error());
    const auto done = close_books(database, *book, *through, words.by, words.why, now());
    if (!done) return say_no(done.error());
    fmt::print("books closed through {}: what comes later of these days is an adjustment\n",
               words.through);
    return kDone;
}

int list_decisions_command(Database& database, const std::string& folder, const CaseWords& words) {
    const auto book = open_book(database, folder);
    if (!book) return say_no(book.error());
    std::vector<Decision> decisions;
    const auto done = database.read([&] { decisions = all_decisions(database); });
    if (!done) return say_no(done.error());
    auto list = nlohmann::ordered_json::array();
    for (const Decision& one : decisions) {
        const std::string at = to_string(LocalTime{one.at, 0});
        if (!words.json)
            fmt::print("{}\t{}\t{}\t{}\t{}\t{}\n", one.position, at, one.subject, one.action,
                       one.by, one.why);
        list.push_back({{"position", one.position},
                        {"at", at},
                        {"subject", one.subject},
                        {"decision", one.action},
                        {"by", one.by},
                        {"why", one.why},
                        {"hash", to_string(blake2b(encode(one)))}});
    }
    if (words.json)
        fmt::print("{}\n",
                   list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return kDone;
}

int verify_decisions_command(Database& database, const std::string& folder, const CaseWords&) {
    const auto check = verify(database, folder);
    if (!check) return say_no(check.error());
    for (const std::string& wrong : check->wrong) fmt::print(stderr, "central: {}\n", wrong);
    if (!check->wrong.empty()) return kNo;
    fmt::print("{} decisions, chain intact, head {}\n", check->decisions, to_string(check->head));
    return kDone;
}

int export_sums_command(Database& database, const std::string&, const CaseWords& words) {
    const auto found = sums(database, words, NewCases::Leave);
    return found ? write_table(words.file, csv_of_sums(*found)) : say_no(found.error());
}

int export_cases_command(Database& database, const std::string&, const CaseWords& words) {
    std::vector<Incident> incidents;
    const auto done = database.read([&] { incidents = all_incidents(database); });
    return done ? write_table(words.file, csv_of_cases(incidents)) : say_no(done.error());
}

}  // namespace kopilka::sync
