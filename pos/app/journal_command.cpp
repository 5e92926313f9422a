#include "pos/app/journal_command.h"

#include "pos/app/record_details.h"
#include "pos/core/check.h"
#include "pos/sale/journal_file.h"
#include "pos/store/journal_queries.h"
#include "pos/store/salvage.h"
#include "pos/store/sealed_head.h"

#include <charconv>
#include <fstream>
#include <ostream>

namespace kopilka::app {
namespace {

constexpr int kYes = 0;
constexpr int kNo = 1;
constexpr int kUnusable = 2;

int unusable(const Error& error, std::ostream& errors) {
    errors << error.detail << "\n";
    return kUnusable;
}

FlatObject json_of(const StoredRecord& stored) {
    const JournalRecord& record = stored.record;
    FlatObject object{{{"id", to_string(record.id)},
                       {"kind", std::string(kind_name(kind_of(record.entry)))},
                       {"at", to_string(record.at)},
                       {"business_date", to_string(record.business_date)},
                       {"cashier", record.cashier.value},
                       {"hash", to_string(stored.hash)},
                       {"previous", to_string(record.previous)}}};
    for (auto& detail : details(record.entry).members) object.members.push_back(std::move(detail));
    return object;
}

std::string line_of(const StoredRecord& stored) {
    const JournalRecord& record = stored.record;
    return to_string(record.id) + "\t" + to_string(record.at) + "\t" + record.cashier.value + "\t" +
           std::string(kind_name(kind_of(record.entry))) + "\t" +
           in_one_line(details(record.entry)) + "\t" + short_code(stored.hash);
}

void write_list(const std::vector<StoredRecord>& records, Output output, std::ostream& out) {
    if (output == Output::Lines) {
        for (const StoredRecord& record : records) out << line_of(record) << "\n";
        return;
    }
    std::vector<FlatObject> array;
    for (const StoredRecord& record : records) array.push_back(json_of(record));
    out << to_text(array) << "\n";
}

std::optional<RecordId> before_the_last(const Journal& journal, std::optional<std::size_t> most) {
    std::optional<RecordId> before;
    if (!most) return before;
    std::size_t seen = 0;
    const auto walked = walk(journal, Direction::Backward, [&](const RecordHead& head, ByteView) {
        before = seen++ == *most ? std::optional(head.id) : std::nullopt;
        return !before;
    });
    return walked ? before : std::nullopt;
}

std::string_view in_words(HeadCheck check) {
    switch (check) {
        case HeadCheck::NeverSealed: return "never sealed";
        case HeadCheck::Matches: return "matches";
        case HeadCheck::Extends: return "extends";
        case HeadCheck::RolledBack: return "rolled back: the sealed record is not in this journal";
        case HeadCheck::Differs: return "differs: another record stands in the sealed one's place";
        case HeadCheck::Unreadable:
            return "unreadable: the sealed head is damaged or not this till's";
    }
    unreachable("head check");
}

bool is_bad(HeadCheck check) {
    return check == HeadCheck::RolledBack || check == HeadCheck::Differs ||
           check == HeadCheck::Unreadable;
}

// Each opens the journal for itself: one process may not have it open twice.
Result<VerifyReport> examine(const std::filesystem::path& data) {
    const auto journal = Journal::open_to_examine(data);
    if (!journal) return tl::unexpected(journal.error());
    return verify(*journal);
}

// Without keys (another machine, another user) there is nothing to compare with.
HeadCheck compare_sealed(const std::filesystem::path& data, const std::filesystem::path& folder) {
    const auto keys = load_keys(folder);
    const auto journal = Journal::open_to_read(data);
    if (!keys || !journal) return HeadCheck::NeverSealed;
    return check_sealed_head(folder, *keys, *journal).value_or(HeadCheck::Unreadable);
}

void write_report(const VerifyReport& report, HeadCheck sealed, Output output, std::ostream& out) {
    const std::string head = report.head ? to_string(report.head->hash) : "-";
    if (output == Output::Json) {
        out << to_text(FlatObject{
                   {{"records", report.records},
                    {"intact", !report.bad},
                    {"head", report.head ? FlatValue(head) : FlatValue(nullptr)},
                    {"bad", report.bad ? FlatValue(to_string(report.bad->id)) : FlatValue(nullptr)},
                    {"what", report.bad ? FlatValue(report.bad->what) : FlatValue(nullptr)},
                    {"sealed_head", std::string(in_words(sealed))}}})
            << "\n";
    } else if (report.bad) {
        out << report.records << " records, then " << to_string(report.bad->id) << ": "
            << report.bad->what << "\n";
    } else {
        out << report.records << " records, chain intact, head " << head << "\n";
    }
}

void write(std::ostream& file, const Bytes& bytes) {
    file.write(as_text(bytes).data(), static_cast<std::streamsize>(bytes.size()));
}

Result<std::uint64_t> write_records(const Journal& journal, const KeyPair& till,
                                    std::ostream& file) {
    JournalFileSum sum;
    write(file, journal_file_start());
    const auto walked = walk(journal, Direction::Forward, [&](const RecordHead&, ByteView bytes) {
        write(file, journal_file_record(bytes));
        sum = with(sum, bytes);
        return file.good();
    });
    if (!walked) return tl::unexpected(walked.error());
    write(file, journal_file_end(sum, till));
    file.flush();
    if (!file) return fail(Errc::Io, "cannot write the file; is the disk full?");
    return sum.records;
}

template <typename Number>
bool read_number(std::string_view text, Number& number) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

// "nevsky-1/1/42"
std::optional<RecordId> parse_record_id(std::string_view text) {
    const std::size_t last = text.rfind('/');
    if (last == std::string_view::npos || last == 0) return std::nullopt;
    const std::size_t middle = text.rfind('/', last - 1);
    if (middle == std::string_view::npos || middle == 0) return std::nullopt;
    RecordId id{TillId{std::string(text.substr(0, middle))}, {}, {}};
    if (!read_number(text.substr(middle + 1, last - middle - 1), id.epoch.value) ||
        !read_number(text.substr(last + 1), id.sequence.value)) {
        return std::nullopt;
    }
    return id;
}

Result<std::vector<StoredRecord>> find(const Journal& journal, const std::string& code) {
    const auto id = parse_record_id(code);
    if (!id) return find_by_hash(journal, code);
    auto record = journal.read(*id);
    if (!record && record.error().code == Errc::NotFound) return std::vector<StoredRecord>{};
    if (!record) return tl::unexpected(record.error());
    return std::vector{*std::move(record)};
}

void write_found(const StoredRecord& stored, Output output, std::ostream& out) {
    const auto lines = lines_of(stored.record.entry);
    if (output == Output::Json) {
        FlatObject object = json_of(stored);
        if (!lines.empty()) object.members.emplace_back("goods", lines);
        out << to_text(object) << "\n";
        return;
    }
    out << line_of(stored) << "\n";
    for (const FlatObject& line : lines) out << "  " << in_one_line(line) << "\n";
}

// "nevsky-1/1/17, nevsky-1/1/20-25"
std::string in_ranges(const std::vector<RecordId>& ids) {
    std::string text;
    for (std::size_t first = 0; first < ids.size();) {
        std::size_t last = first;
        while (last + 1 < ids.size() && ids[last + 1].epoch == ids[first].epoch &&
               ids[last + 1].sequence.value == ids[last].sequence.value + 1)
            ++last;
        text += (text.empty() ? "" : ", ") + to_string(ids[first]);
        if (last > first) text += "-" + std::to_string(ids[last].sequence.value);
        first = last + 1;
    }
    return text;
}

void write_salvaged(const Salvaged& found, const std::filesystem::path& folder, std::ostream& out) {
    out << found.records << " records and " << found.drafts << " drafts kept in " << folder.string()
        << ", up to " << to_string(found.last->id) << "\n";
    if (found.missing.empty())
        out << "no record is missing between them\n";
    else
        out << "missing: " << in_ranges(found.missing) << "\n";
    if (!found.stranded.empty())
        out << "kept, but the server cannot take them after a missing one: "
            << in_ranges(found.stranded) << "; show them with: till --data " << folder.string()
            << " outbox\n";
    if (found.other_values_lost)
        out << "drafts, answers of the server or phones seen are lost in part\n";
    out << "a new epoch begins with " << to_string(found.opened->id)
        << "\nnow ask the administrator for a code and type: till --data " << folder.string()
        << " enrol --server URL --code CODE\n";
}

}  // namespace

int list_journal(const std::filesystem::path& data, std::optional<std::size_t> most, Output output,
                 std::ostream& out, std::ostream& errors) {
    const auto journal = Journal::open_to_read(data);
    if (!journal) return unusable(journal.error(), errors);
    const auto records = journal->read_after(before_the_last(*journal, most), SIZE_MAX);
    if (!records) return unusable(records.error(), errors);
    write_list(*records, output, out);
    return kYes;
}

int verify_journal(const std::filesystem::path& data, const std::filesystem::path& keys,
                   Output output, std::ostream& out, std::ostream& errors) {
    const auto report = examine(data);
    if (!report) return unusable(report.error(), errors);
    const HeadCheck sealed = report->bad ? HeadCheck::NeverSealed : compare_sealed(data, keys);
    write_report(*report, sealed, output, out);
    if (is_bad(sealed)) errors << "sealed head " << in_words(sealed) << "\n";
    return report->bad || is_bad(sealed) ? kNo : kYes;
}

int export_journal(const std::filesystem::path& data, const std::filesystem::path& keys,
                   const std::filesystem::path& file, std::ostream& out, std::ostream& errors) {
    const auto till = load_keys(keys);
    if (!till && till.error().code == Errc::NotFound)
        return unusable({Errc::NotFound,
                         "the server believes only what is signed with the till's "
                         "key, which is not in " +
                             keys.string() + "; name its folder with --keys"},
                        errors);
    if (!till) return unusable(till.error(), errors);
    const auto journal = Journal::open_to_examine(data);
    if (!journal) return unusable(journal.error(), errors);
    std::ofstream to(file, std::ios::binary | std::ios::trunc);
    const auto records = write_records(*journal, key_pair_from_seed(till->till_seed), to);
    if (!records) return unusable(records.error(), errors);
    out << *records << " records in " << file.string() << "\n";
    return kYes;
}

int find_in_journal(const std::filesystem::path& data, const std::string& code, Output output,
                    std::ostream& out, std::ostream& errors) {
    const auto journal = Journal::open_to_read(data);
    if (!journal) return unusable(journal.error(), errors);
    const auto found = find(*journal, code);
    if (!found) return unusable(found.error(), errors);
    for (const StoredRecord& record : *found) write_found(record, output, out);
    if (found->empty()) errors << "no record " << code << " in this journal\n";
    return found->empty() ? kNo : kYes;
}

int salvage_journal(const std::filesystem::path& data, const std::filesystem::path& out_folder,
                    LocalTime now, std::ostream& out, std::ostream& errors) {
    std::error_code ignored;
    if (std::filesystem::equivalent(data, out_folder, ignored))
        return unusable({Errc::Invalid, "--out must be another folder than --data"}, errors);
    const auto folder = DataFolder::lock(out_folder);
    if (!folder) return unusable(folder.error(), errors);
    const auto found = salvage(data, *folder, {now, local_date(now), {}});
    if (!found) {
        errors << found.error().detail << "\n";
        return found.error().code == Errc::Corrupt ? kNo : kUnusable;
    }
    write_salvaged(*found, out_folder, out);
    return kYes;
}

}  // namespace kopilka::app
