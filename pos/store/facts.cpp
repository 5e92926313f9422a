#include "pos/store/facts.h"

#include "pos/core/check.h"
#include "pos/sale/report.h"
#include "pos/store/journal_queries.h"

#include <algorithm>
#include <ranges>

namespace kopilka {
namespace {

template <typename Entry>
constexpr bool is(const RecordHead& head) {
    return head.kind == kind_of<Entry>();
}

// The bytes of what was walked over; `head` was read from the same bytes.
Result<JournalRecord> record_of(ByteView bytes) {
    auto record = decode_record(bytes);
    if (!record) return fail(Errc::Corrupt, std::string(say(record.error())));
    return *std::move(record);
}

// Decodes the records `wanted` chooses by their heads, walking until `last` says so of one.
template <typename Wanted, typename Last, typename Take>
Result<void> take_records(const Journal& journal, Direction direction, Wanted wanted, Last last,
                          Take take) {
    Result<void> taken;
    auto walked = walk(journal, direction, [&](const RecordHead& head, ByteView bytes) {
        if (wanted(head)) {
            auto record = record_of(bytes);
            if (!record) {
                taken = tl::unexpected(record.error());
                return false;
            }
            take(*std::move(record), bytes);
        }
        return !last(head);
    });
    return walked ? taken : walked;
}

const auto kEvery = [](const RecordHead&) { return true; };
const auto kNever = [](const RecordHead&) { return false; };

// The records since the last shift was opened, oldest first; all where none was.
Result<std::vector<StoredRecord>> since_shift_opened(const Journal& journal) {
    std::vector<StoredRecord> records;
    auto taken = take_records(journal, Direction::Backward, kEvery, is<ShiftOpened>,
                              [&](JournalRecord record, ByteView bytes) {
                                  records.push_back({std::move(record), hash_of(bytes)});
                              });
    if (!taken) return tl::unexpected(taken.error());
    std::ranges::reverse(records);
    return records;
}

void close_card(std::vector<UnansweredIntent>& open, const CardAnswered& answer) {
    if (answer.outcome == CardOutcome::Unknown) return;
    std::erase_if(open, [&](const UnansweredIntent& intent) {
        const auto* asked = std::get_if<CardAsked>(&intent.asked);
        return asked != nullptr && asked->operation == answer.operation;
    });
}

void close_print(std::vector<UnansweredIntent>& open, const PrintAnswered& answer) {
    if (answer.result == PrintResult::Unknown) return;
    std::erase_if(open, [&](const UnansweredIntent& intent) {
        const auto* asked = std::get_if<PrintAsked>(&intent.asked);
        return asked != nullptr && asked->of == answer.of;
    });
}

void follow_intents(std::vector<UnansweredIntent>& open, const JournalRecord& record) {
    if (const auto* card = std::get_if<CardAsked>(&record.entry)) {
        open.push_back({record.id, record.at, *card});
    } else if (const auto* print = std::get_if<PrintAsked>(&record.entry)) {
        open.push_back({record.id, record.at, *print});
    } else if (const auto* answer = std::get_if<CardAnswered>(&record.entry)) {
        close_card(open, *answer);
    } else if (const auto* printed = std::get_if<PrintAnswered>(&record.entry)) {
        close_print(open, *printed);
    }
}

void follow_shift(StartFacts& facts, const JournalRecord& record) {
    if (const auto* opened = std::get_if<ShiftOpened>(&record.entry)) {
        facts.shift = OpenShift{opened->shift, record.business_date, record.at, record.cashier, {}};
        facts.last_shift = opened->shift;
    }
    if (facts.shift) facts.shift->totals = accumulate(facts.shift->totals, record.entry);
    if (std::holds_alternative<ShiftClosed>(record.entry)) facts.shift.reset();
}

bool has_paper(const JournalEntry& entry) {
    return std::holds_alternative<Sale>(entry) || std::holds_alternative<Return>(entry) ||
           std::holds_alternative<ShiftClosed>(entry) || std::holds_alternative<CashMoved>(entry);
}

void follow_paper(std::optional<LastPaper>& last, const StoredRecord& stored) {
    const auto* asked = std::get_if<PrintAsked>(&stored.record.entry);
    if (has_paper(stored.record.entry))
        last = LastPaper{stored, false};
    else if (asked && last && last->of.record.id == asked->of)
        last->asked = true;
}

std::optional<ReceiptNumber> receipt_number(const JournalEntry& entry) {
    if (const auto* sale = std::get_if<Sale>(&entry)) return sale->number;
    if (const auto* back = std::get_if<Return>(&entry)) return back->number;
    return std::nullopt;
}

// The last receipt may be of an earlier shift, and the last sale older than the last return.
Result<void> find_last_receipts(const Journal& journal, StartFacts& facts) {
    bool numbered = false;
    const auto receipt = [](const RecordHead& head) { return is<Sale>(head) || is<Return>(head); };
    return take_records(journal, Direction::Backward, receipt, is<Sale>,
                        [&](const JournalRecord& record, ByteView bytes) {
                            if (!numbered) {
                                const auto number = *receipt_number(record.entry);
                                facts.next_receipt = ReceiptNumber{number.value + 1};
                                numbered = true;
                            }
                            if (std::holds_alternative<Sale>(record.entry)) {
                                facts.last_sale = JournalPlace{record.id, hash_of(bytes)};
                            }
                        });
}

// Sign-ins and shifts, of the whole journal.
Result<void> follow_people(const Journal& journal, StartFacts& facts) {
    const auto wanted = [](const RecordHead& head) {
        return is<SignedIn>(head) || is<Approved>(head) || is<SignInRefused>(head) ||
               is<ShiftOpened>(head) || is<ShiftClosed>(head);
    };
    return take_records(journal, Direction::Forward, wanted, kNever,
                        [&](const JournalRecord& record, ByteView) {
                            facts.latest = std::max(facts.latest, record.at.instant);
                            if (const auto* in = std::get_if<SignedIn>(&record.entry)) {
                                facts.refused_sign_ins.erase(in->cashier);
                            } else if (const auto* yes = std::get_if<Approved>(&record.entry)) {
                                facts.refused_sign_ins.erase(yes->by);
                            } else if (const auto* no = std::get_if<SignInRefused>(&record.entry)) {
                                ++facts.refused_sign_ins[no->cashier];
                            }
                        });
}

}  // namespace

Result<StartFacts> start_facts(const Journal& journal) {
    StartFacts facts;
    const auto recent = since_shift_opened(journal);
    if (!recent) return tl::unexpected(recent.error());
    for (const StoredRecord& stored : *recent) {
        follow_shift(facts, stored.record);
        follow_intents(facts.open_intents, stored.record);
        follow_paper(facts.last_paper, stored);
        facts.latest = std::max(facts.latest, stored.record.at.instant);
    }
    if (auto found = find_last_receipts(journal, facts); !found) {
        return tl::unexpected(found.error());
    }
    if (auto counted = follow_people(journal, facts); !counted) {
        return tl::unexpected(counted.error());
    }
    return facts;
}

Result<std::optional<ShiftTotals>> shift_totals(const Journal& journal, ShiftNumber shift) {
    std::optional<ShiftTotals> totals;
    bool open = false;
    const auto take = [&](const JournalRecord& record, ByteView) {
        if (const auto* opened = std::get_if<ShiftOpened>(&record.entry)) {
            open = opened->shift == shift;
            if (open) totals = ShiftTotals{};
        }
        if (open) totals = accumulate(*totals, record.entry);
        if (std::holds_alternative<ShiftClosed>(record.entry)) open = false;
    };
    auto taken = take_records(journal, Direction::Forward, kEvery, kNever, take);
    if (!taken) return tl::unexpected(taken.error());
    return totals;
}

}  // namespace kopilka
