#include "tests/disk/till_day.h"

#include "pos/files/private_file.h"
#include "pos/store/facts.h"
#include "pos/store/journal_queries.h"
#include "pos/store/sealed_head.h"
#include "tests/store/fixture.h"

#include <set>

namespace kopilka::disk {
namespace {

const PublicKey kPhone{1, 2, 3};
const JournalTuning kTuning{std::size_t{16} << 20, std::size_t{64} << 10};

app::Enrolment enrolment() {
    return {kTill, kStore, "https://central:8700", {Bytes{1}, Bytes{2}, Epoch{1}, {}, 1}};
}

Draft draft(std::uint64_t id, std::uint32_t lines) {
    Draft draft;
    draft.id = id;
    draft.till = kTill;
    draft.started = stamp().at;
    for (std::uint32_t line = 1; line <= lines; ++line) draft.basket.lines.push_back(milk(line));
    return draft;
}

template <typename T>
Result<void> done(const Result<T>& result) {
    if (!result) return tl::unexpected(result.error());
    return {};
}

Result<void> append(Room& room, int attempt, const std::vector<JournalEntry>& entries,
                    const DraftChanges& drafts = {}) {
    return done(room.journal->append(entries, stamp(attempt), drafts));
}

Step appending(std::string name, std::vector<JournalEntry> entries, DraftChanges drafts = {}) {
    return {std::move(name),
            [=](Room& room, int attempt) { return append(room, attempt, entries, drafts); }};
}

Step drafting(std::string name, DraftChanges drafts) {
    return {std::move(name), [=](Room& room, int) { return room.journal->change_drafts(drafts); }};
}

Step sealing() {
    return {"seal the head",
            [](Room& room, int) {
                return seal_head(room.keys(), keys_of_the_till(), *room.journal->head());
            },
            true};
}

// Numbers are what the journal says, as at the till.
Step selling(std::string name, std::uint32_t lines, DraftChanges drafts = {}) {
    return {std::move(name), [=](Room& room, int attempt) -> Result<void> {
                const auto facts = start_facts(*room.journal);
                if (!facts) return tl::unexpected(facts.error());
                return append(room, attempt, {sale(facts->next_receipt.value, lines)}, drafts);
            }};
}

Step acknowledging(std::uint64_t back) {
    return {"acknowledge", [=](Room& room, int) {
                RecordId held = room.journal->head()->id;
                held.sequence.value -= std::min(back, held.sequence.value - 1);
                ServerState applied{held, ServerVerdict::Applied, 40 + held.sequence.value, ""};
                return room.journal->acknowledge({held, {applied}});
            }};
}

Step printing(PrintResult result) {
    return {"say what became of the print", [=](Room& room, int attempt) {
                const auto facts = start_facts(*room.journal);
                if (!facts || !facts->last_sale) return done(facts);
                return append(room, attempt, {PrintAnswered{facts->last_sale->id, result, false}});
            }};
}

void add(std::vector<Step>& steps, std::vector<Step> more) {
    for (Step& step : more) steps.push_back(std::move(step));
}

std::vector<Step> morning() {
    return {{"save the keys",
             [](Room& room, int) { return save_keys(room.keys(), keys_of_the_till()); }, true},
            {"save the enrolment",
             [](Room& room, int) { return save_enrolment(room.keys(), enrolment()); }, true},
            {"open the journal", [](Room& room, int) { return room.open(); }},
            {"begin the journal",
             [](Room& room, int attempt) {
                 return done(room.journal->begin_epoch(kTill, kStore, stamp(attempt), "enrolled"));
             }},
            appending("open the shift", {SignedIn{CashierId{"olga"}, Role::Senior},
                                         ShiftOpened{ShiftNumber{1}, Money::of(100'000)}}),
            sealing()};
}

std::vector<Step> whole_sale() {
    return {drafting("ring a line", {{draft(1, 1)}, {}}),
            drafting("ring another", {{draft(1, 2)}, {}}),
            appending("ask for the card", {CardAsked{"op-1", TenderKind::Card, Money::of(17'980)}}),
            appending("the card answered",
                      {CardAnswered{"op-1", CardOutcome::Approved, "RRN 1", false}}),
            selling("sell and end the draft", 2, {{}, {1}}),
            appending("ask for the print", {PrintAsked{record_id(6), false}}),
            printing(PrintResult::Printed),
            acknowledging(0)};
}

std::vector<Step> rest_of_the_day(int sales) {
    std::vector<Step> steps{{"remember a phone",
                             [](Room& room, int) {
                                 return room.journal->keep_device(kPhone, {7, -3, {}});
                             }},
                            // Larger than a page: its value stands in pages of its own.
                            selling("sell ninety lines", 90, {{draft(2, 40)}, {}}),
                            drafting("suspend one, begin one", {{draft(2, 41), draft(3, 5)}, {}})};
    for (int n = 0; n < sales; ++n) add(steps, {selling("sell", 1, {{}, {3}})});
    add(steps, {{"remember the phone's next code",
                 [](Room& room, int) {
                     return room.journal->keep_device(kPhone, {9, -3, {}});
                 }},
                acknowledging(2),
                appending("void the rest, close the shift",
                          {ReceiptVoided{{milk(1)}, Money::of(8990), CashierId{"olga"}},
                           ShiftClosed{{}, Money::of(0), Money::of(0)}},
                          {{}, {2}}),
                sealing(),
                {"enrol again",
                 [](Room& room, int attempt) {
                     return done(room.journal->begin_epoch(kTill, kStore, stamp(attempt),
                                                           "enrolled again", Epoch{2}));
                 }},
                appending("open a shift", {ShiftOpened{ShiftNumber{2}, Money::of(5)}})});
    return steps;
}

template <typename T>
std::optional<T> unless_missing(Result<T> found, std::optional<Error>& error) {
    if (found) return std::move(*found);
    if (found.error().code != Errc::NotFound) error = found.error();
    return std::nullopt;
}

Result<void> read_journal(const Journal& journal, Memory& memory) {
    const auto records = journal.read_after({}, SIZE_MAX);
    if (!records) return tl::unexpected(records.error());
    for (const StoredRecord& stored : *records) {
        memory.records.push_back({stored.record.id, stored.hash});
        auto state = journal.state(stored.record.id);
        if (!state) return tl::unexpected(state.error());
        memory.states.push_back(std::move(*state));
    }
    auto drafts = journal.drafts();
    if (!drafts) return tl::unexpected(drafts.error());
    memory.drafts = std::move(*drafts);
    memory.watermark = journal.watermark();
    const auto phone = journal.device(kPhone);
    if (!phone) return tl::unexpected(phone.error());
    memory.phone = *phone;
    return {};
}

std::string words(const Error& error) { return error.detail.empty() ? "an error" : error.detail; }

std::string wrong_numbers(const Journal& journal) {
    std::set<std::uint64_t> numbers;
    const auto records = journal.read_after({}, SIZE_MAX);
    if (!records) return words(records.error());
    for (const StoredRecord& stored : *records) {
        const auto* sale = std::get_if<Sale>(&stored.record.entry);
        if (sale != nullptr && !numbers.insert(sale->number.value).second)
            return "receipt " + std::to_string(sale->number.value) + " was given twice";
    }
    const auto facts = start_facts(journal);
    if (!facts) return words(facts.error());
    if (!numbers.empty() && facts->next_receipt.value <= *numbers.rbegin())
        return "the next receipt would have a number that was used";
    return "";
}

std::string wrong_now(const Room& room) {
    const auto report = verify(*room.journal);
    if (!report) return words(report.error());
    if (report->bad) return to_string(report->bad->id) + ": " + report->bad->what;
    const auto head = check_sealed_head(room.keys(), keys_of_the_till(), *room.journal);
    if (!head) return words(head.error());
    if (*head != HeadCheck::NeverSealed && *head != HeadCheck::Matches &&
        *head != HeadCheck::Extends)
        return "the sealed head raises an alarm";
    return wrong_numbers(*room.journal);
}

}  // namespace

Keys keys_of_the_till() {
    Keys keys;
    keys.pepper.fill(3);
    keys.till_seed.fill(4);
    return keys;
}

Result<void> Room::open() {
    close();
    auto locked = DataFolder::lock(data());
    if (!locked) return tl::unexpected(locked.error());
    lock.emplace(std::move(*locked));
    auto opened = Journal::open(*lock, kTuning);
    if (!opened) return tl::unexpected(opened.error());
    journal.emplace(std::move(*opened));
    return {};
}

void Room::close() {
    journal.reset();
    lock.reset();
}

Result<Memory> remember(const Room& room) {
    Memory memory;
    std::optional<Error> error;
    memory.keys = unless_missing(load_keys(room.keys()), error);
    if (const auto enrolled = unless_missing(app::load_enrolment(room.keys()), error))
        memory.server = enrolled->server;
    memory.sealed = unless_missing(read_private_file(room.keys() / "head"), error);
    if (error) return tl::unexpected(*error);
    if (room.journal) {
        if (auto read = read_journal(*room.journal, memory); !read)
            return tl::unexpected(read.error());
    } else if (const auto there = unless_missing(Journal::open_to_read(room.data()), error)) {
        if (auto read = read_journal(*there, memory); !read) return tl::unexpected(read.error());
    }
    if (error) return tl::unexpected(*error);
    return memory;
}

std::string difference(const Memory& expected, const Memory& found) {
    std::string words;
    const auto compare = [&](const char* what, const auto& one, const auto& other) {
        if (!(one == other)) words += std::string(words.empty() ? "" : ", ") + what;
    };
    compare("keys", expected.keys, found.keys);
    compare("enrolment", expected.server, found.server);
    compare("records", expected.records, found.records);
    compare("drafts", expected.drafts, found.drafts);
    compare("watermark", expected.watermark, found.watermark);
    compare("server states", expected.states, found.states);
    compare("phone", expected.phone, found.phone);
    compare("sealed head", expected.sealed, found.sealed);
    if (expected.records.size() != found.records.size())
        words += " (" + std::to_string(found.records.size()) + " records of " +
                 std::to_string(expected.records.size()) + ")";
    return words;
}

std::vector<Step> day(int sales) {
    std::vector<Step> steps = morning();
    add(steps, whole_sale());
    add(steps, rest_of_the_day(sales));
    return steps;
}

std::vector<Step> coming_back() {
    return {{"save the keys",
             [](Room& room, int) { return save_keys(room.keys(), keys_of_the_till()); }, true},
            {"come back", [](Room& room, int) { return room.open(); }},
            {"begin where nothing is",
             [](Room& room, int attempt) -> Result<void> {
                 if (room.journal->head()) return {};
                 return done(room.journal->begin_epoch(kTill, kStore, stamp(attempt), "enrolled"));
             }},
            selling("sell", 3),
            drafting("begin another", {{draft(5, 3)}, {}}),
            selling("sell it", 3, {{}, {5}})};
}

std::string trouble_with(Room& room) {
    if (auto wrong = wrong_now(room); !wrong.empty()) return wrong;
    const bool begun = room.journal->head().has_value();
    const auto facts = start_facts(*room.journal);
    if (!facts) return words(facts.error());
    const auto more = begun ? append(room, 50, {sale(facts->next_receipt.value)})
                            : done(room.journal->begin_epoch(kTill, kStore, stamp(), "enrolled"));
    if (!more) return "selling does not go on: " + words(more.error());
    const auto head = room.journal->head();
    if (auto again = room.open(); !again) return "after one more: " + words(again.error());
    if (room.journal->head() != head) return "one more sale is lost";
    if (auto wrong = wrong_now(room); !wrong.empty()) return "after one more: " + wrong;
    return "";
}

}  // namespace kopilka::disk
