#include "pos/store/salvage.h"

#include "pos/store/checked_value.h"
#include "pos/store/journal_schema.h"
#include "pos/store/salvage_finds.h"

#include <fstream>
#include <iterator>

namespace kopilka {
namespace {

using schema::RecordKey;

constexpr std::size_t kMostNamed = 1'000'000;  // of missing records: more is a damaged number

Result<Bytes> read_whole(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Errc::NotFound, "there is no journal in " + file.parent_path().string());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (in.bad()) return fail(Errc::Io, "cannot read " + file.string());
    return Bytes(as_bytes(text).begin(), as_bytes(text).end());
}

class Rebuilding {
public:
    Rebuilding(std::vector<FoundRecord> records, OtherFinds others)
        : records_(std::move(records)), others_(std::move(others)) {
        look_for_gaps();
        add_states();
    }

    Result<void> write(const std::filesystem::path& data) const {
        auto environment =
            lmdb::Environment::open({journal_folder(data), lmdb::Access::Write,
                                     JournalTuning{}.map_bytes, 0, schema::tables()});
        if (!environment) return tl::unexpected(environment.error());
        auto to = environment->begin_write();
        if (!to) return tl::unexpected(to.error());
        if (to->count(schema::kRecords) > 0)
            return fail(Errc::Invalid, "there is a journal in " + data.string() +
                                           " already; give --out a new folder");
        if (auto put = put_all(*to); !put) return put;
        return to->commit();
    }

    Salvaged told() const {
        Salvaged salvaged = told_;
        salvaged.records = records_.size();
        salvaged.drafts = others_.drafts.size();
        salvaged.other_values_lost = others_.lost;
        const StoredRecord& last = records_.back().stored;
        salvaged.last = JournalPlace{last.record.id, last.hash};
        return salvaged;
    }

private:
    static RecordKey key_of(const FoundRecord& one) {
        return schema::record_key(one.stored.record.id);
    }
    bool is_held(const RecordKey& key) const {
        return others_.watermark && key <= *others_.watermark;
    }

    void look_for_gaps() {
        Epoch epoch{0};
        std::uint64_t expected = 1;
        bool behind_a_gap = false;
        for (const FoundRecord& one : records_) {
            const RecordId& id = one.stored.record.id;
            if (id.epoch != epoch) {
                epoch = id.epoch;
                expected = 1;
                behind_a_gap = false;
            }
            for (; expected < id.sequence.value && told_.missing.size() < kMostNamed; ++expected) {
                const RecordId lost{id.till, id.epoch, Sequence{expected}};
                told_.missing.push_back(lost);
                behind_a_gap = behind_a_gap || !is_held(schema::record_key(lost));
            }
            expected = id.sequence.value + 1;
            if (behind_a_gap && !is_held(key_of(one))) told_.stranded.push_back(id);
        }
        add_missing_tail();
    }

    // What the server holds was there.
    void add_missing_tail() {
        if (!others_.watermark) return;
        RecordId id = records_.back().stored.record.id;
        const auto [epoch, sequence] = schema::place_of(*others_.watermark);
        if (epoch != id.epoch) return;
        while (id.sequence < sequence && told_.missing.size() < kMostNamed) {
            ++id.sequence.value;
            told_.missing.push_back(id);
        }
    }

    // A held record whose answer is lost counts as applied: what the till asks of the server from
    // now on includes it.
    void add_states() {
        for (const FoundRecord& one : records_)
            if (is_held(key_of(one)) && !others_.states.contains(key_of(one)))
                set_state({one.stored.record.id, ServerVerdict::Applied, 0, ""});
        for (const RecordId& id : told_.stranded)
            set_state({id, ServerVerdict::Quarantined, 0, "not sent: a record before it is lost"});
    }
    void set_state(const ServerState& state) {
        others_.states[schema::record_key(state.id)] = schema::encode_state(state);
    }

    Result<void> put_all(lmdb::Transaction& to) const {
        for (const FoundRecord& one : records_)
            if (auto put = schema::put_record(to, one.stored, one.bytes); !put) return put;
        for (const auto& [id, value] : others_.drafts)
            if (auto put = to.put(schema::kDrafts, schema::draft_key(id), value); !put) return put;
        for (const auto& [key, value] : others_.states)
            if (auto put = to.put(schema::kStates, key, value); !put) return put;
        for (const auto& [key, value] : others_.phones)
            if (auto put = to.put(schema::kMeta, key, value); !put) return put;
        if (!others_.watermark) return {};
        return to.put(schema::kMeta, as_bytes(schema::kWatermark), with_check(*others_.watermark));
    }

    std::vector<FoundRecord> records_;
    OtherFinds others_;
    Salvaged told_;
};

}  // namespace

Result<Salvaged> salvage(const std::filesystem::path& from, const DataFolder& to,
                         const JournalStamp& stamp) {
    const auto file = read_whole(journal_folder(from) / "data.mdb");
    if (!file) return tl::unexpected(file.error());
    const lmdb::Pages pages(*file);
    auto records = find_records(pages, *file);
    if (records.empty())
        return fail(Errc::Corrupt, "no record of the journal in " + from.string() + " can be read");
    const JournalEntry* opened = nullptr;
    for (const FoundRecord& one : records)
        if (std::holds_alternative<JournalOpened>(one.stored.record.entry))
            opened = &one.stored.record.entry;
    const StoreId store = opened != nullptr ? std::get<JournalOpened>(*opened).store : StoreId{};
    const TillId till = records.front().stored.record.id.till;
    const Rebuilding rebuilding(std::move(records), find_others(pages));
    if (auto written = rebuilding.write(to.path()); !written)
        return tl::unexpected(written.error());
    auto journal = Journal::open(to);
    if (!journal) return tl::unexpected(journal.error());
    Salvaged salvaged = rebuilding.told();
    auto begun = journal->begin_epoch(till, store, stamp, "salvaged");
    if (!begun) return tl::unexpected(begun.error());
    salvaged.opened = *begun;
    return salvaged;
}

}  // namespace kopilka
