#include "pos/app/outbox_command.h"

#include "pos/app/json_text.h"
#include "pos/sale/journal_codec.h"
#include "pos/sale/lots.h"
#include "pos/store/journal_queries.h"
#include "sync/protocol/clock.h"

#include <ostream>

namespace kopilka::app {
namespace {

FlatObject receipt(const JournalRecord& record, ReceiptNumber number, Money total,
                   const std::vector<LedgerEntry>& ledger) {
    return {{{"id", to_string(record.id)},
             {"day", to_string(record.business_date)},
             {"receipt", number.value},
             {"total", to_string(total)},
             {"points", to_string(sum_of(ledger))}}};
}

// What the server cannot know of yet.
struct Unsent {
    std::vector<FlatObject> receipts;  // for its reconciliation: a return's total is negative
    std::vector<RecordId> unreadable;  // sent like the rest; the server puts them aside
};

void add(Unsent& unsent, const RawRecord& raw) {
    const auto record = decode_record(raw.bytes);
    if (!record || record->id != raw.id || hash_of(raw.bytes) != raw.hash)
        return unsent.unreadable.push_back(raw.id);
    if (const auto* sale = std::get_if<Sale>(&record->entry))
        unsent.receipts.push_back(receipt(*record, sale->number, sale->total, sale->ledger));
    if (const auto* back = std::get_if<Return>(&record->entry))
        unsent.receipts.push_back(receipt(*record, back->number, -back->total, back->ledger));
}

Result<Unsent> unsent_records(const Journal& journal) {
    constexpr std::size_t kAtOnce = 500;
    Unsent unsent;
    std::optional<RecordId> after = journal.watermark();
    while (true) {
        const auto read = journal.raw_after(after, kAtOnce, SIZE_MAX);
        if (!read) return tl::unexpected(read.error());
        if (read->empty()) return unsent;
        for (const RawRecord& raw : *read) add(unsent, raw);
        after = read->back().id;
    }
}

std::string words_of(const ServerClock& clock) {
    const sync::ClockReading reading{clock.ahead_ms, clock.uncertainty_ms};
    return words(reading) + (is_wrong(reading) ? ": set it" : "") + " (compared at " +
           to_string(LocalTime{clock.at, 0}) + ")";
}

struct Answer {
    std::vector<ServerState> aside;
    std::optional<ServerClock> clock;
    Unsent unsent;
};

Result<Answer> ask(const Journal& journal) {
    auto aside = quarantined(journal);
    if (!aside) return tl::unexpected(aside.error());
    const auto clock = journal.server_clock();
    if (!clock) return tl::unexpected(clock.error());
    auto unsent = unsent_records(journal);
    if (!unsent) return tl::unexpected(unsent.error());
    return Answer{*std::move(aside), *clock, *std::move(unsent)};
}

void write_json(const Journal& journal, const Answer& answer, std::ostream& out) {
    const OutboxView& outbox = journal.outbox();
    const auto text_or_null = [](bool there, auto text) {
        return there ? FlatValue(text()) : FlatValue(nullptr);
    };
    std::vector<FlatObject> list;
    for (const ServerState& state : answer.aside) {
        list.push_back({{{"id", to_string(state.id)}, {"cause", state.cause}}});
    }
    std::vector<FlatObject> unreadable;
    for (const RecordId& id : answer.unsent.unreadable)
        unreadable.push_back({{{"id", to_string(id)}}});
    out << to_text(FlatObject{
               {{"unsent", outbox.count},
                {"bytes", outbox.bytes},
                {"oldest", text_or_null(outbox.oldest.has_value(),
                                        [&] { return to_string(*outbox.oldest); })},
                {"acknowledged", text_or_null(journal.watermark().has_value(),
                                              [&] { return to_string(*journal.watermark()); })},
                {"quarantined", std::move(list)},
                {"unreadable", std::move(unreadable)},
                {"receipts", answer.unsent.receipts},
                {"clock",
                 text_or_null(answer.clock.has_value(), [&] { return words_of(*answer.clock); })}}})
        << "\n";
}

void write_lines(const Journal& journal, const Answer& answer, std::ostream& out) {
    const OutboxView& outbox = journal.outbox();
    out << "unsent " << outbox.count << " records, " << outbox.bytes << " bytes";
    if (outbox.oldest) out << ", oldest of " << to_string(*outbox.oldest);
    out << "\nacknowledged up to "
        << (journal.watermark() ? to_string(*journal.watermark()) : "nothing yet")
        << "\nquarantined " << answer.aside.size() << "\n";
    for (const ServerState& state : answer.aside) {
        out << "  " << to_string(state.id) << "\t" << state.cause << "\n";
    }
    if (!answer.unsent.unreadable.empty())
        out << "unreadable " << answer.unsent.unreadable.size() << "\n";
    for (const RecordId& id : answer.unsent.unreadable) out << "  " << to_string(id) << "\n";
    if (answer.clock) out << "clock " << words_of(*answer.clock) << "\n";
}

}  // namespace

int outbox_command(const std::filesystem::path& data, Output output, std::ostream& out,
                   std::ostream& errors) {
    const auto journal = Journal::open_to_read(data);
    const auto answer = journal ? ask(*journal) : Result<Answer>(tl::unexpected(journal.error()));
    if (!answer) {
        errors << answer.error().detail << "\n";
        return 2;
    }
    if (output == Output::Json)
        write_json(*journal, *answer, out);
    else
        write_lines(*journal, *answer, out);
    return 0;
}

}  // namespace kopilka::app
