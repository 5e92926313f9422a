#include "pos/app/outbox_command.h"

#include "pos/app/json_text.h"
#include "pos/store/journal_queries.h"

#include <ostream>

namespace kopilka::app {
namespace {

void write_json(const Journal& journal, const std::vector<ServerState>& aside, std::ostream& out) {
    const OutboxView& outbox = journal.outbox();
    const auto text_or_null = [](bool there, auto text) {
        return there ? FlatValue(text()) : FlatValue(nullptr);
    };
    std::vector<FlatObject> list;
    for (const ServerState& state : aside) {
        list.push_back({{{"id", to_string(state.id)}, {"cause", state.cause}}});
    }
    out << to_text(FlatObject{
               {{"unsent", outbox.count},
                {"bytes", outbox.bytes},
                {"oldest", text_or_null(outbox.oldest.has_value(),
                                        [&] { return to_string(*outbox.oldest); })},
                {"acknowledged", text_or_null(journal.watermark().has_value(),
                                              [&] { return to_string(*journal.watermark()); })},
                {"quarantined", std::move(list)}}})
        << "\n";
}

void write_lines(const Journal& journal, const std::vector<ServerState>& aside, std::ostream& out) {
    const OutboxView& outbox = journal.outbox();
    out << "unsent " << outbox.count << " records, " << outbox.bytes << " bytes";
    if (outbox.oldest) out << ", oldest of " << to_string(*outbox.oldest);
    out << "\nacknowledged up to "
        << (journal.watermark() ? to_string(*journal.watermark()) : "nothing yet")
        << "\nquarantined " << aside.size() << "\n";
    for (const ServerState& state : aside) {
        out << "  " << to_string(state.id) << "\t" << state.cause << "\n";
    }
}

}  // namespace

int outbox_command(const std::filesystem::path& data, Output output, std::ostream& out,
                   std::ostream& errors) {
    const auto journal = Journal::open_to_read(data);
    const auto aside = journal ? quarantined(*journal)
                               : Result<std::vector<ServerState>>(tl::unexpected(journal.error()));
    if (!aside) {
        errors << aside.error().detail << "\n";
        return 2;
    }
    if (output == Output::Json) {
        write_json(*journal, *aside, out);
    } else {
        write_lines(*journal, *aside, out);
    }
    return 0;
}

}  // namespace kopilka::app
