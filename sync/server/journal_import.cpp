#include "sync/server/journal_import.h"

#include "pos/sale/journal_file.h"
#include "sync/server/ingest.h"
#include "sync/server/journals.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

// Records in a row under one epoch become uploads.
Result<std::vector<Upload>> uploads_of(std::vector<Bytes> records, TillId& till) {
    std::vector<Upload> uploads;
    RecordId id;
    Hash256 last;
    for (Bytes& bytes : records) {
        const auto head = decode_head(bytes);
        const bool is_first = uploads.empty();
        if (is_first && head) till = head->id.till;
        const RecordId next{till, id.epoch, Sequence{id.sequence.value + 1}};
        // One that cannot be read stands where its neighbours leave room.
        const RecordId here = head ? head->id : next;
        if (here.till != till || (is_first && !head))
            return fail(Errc::Invalid, "the file is not of one till");
        const bool goes_on = !is_first && here == next;
        if (goes_on && head && head->previous != last)
            return fail(Errc::Invalid, to_string(here) +
                                           " does not follow the record before it: the journal was "
                                           "changed before it was exported");
        if (!goes_on || uploads.back().records.size() == kMostRecords)
            uploads.push_back({here.epoch, here.sequence, {}, {}, {}});
        last = hash_of(bytes);
        uploads.back().head = last;
        uploads.back().records.push_back(std::move(bytes));
        id = here;
    }
    return uploads;
}

// The till as it was when it had that key: a key that was replaced says nothing of later epochs.
Result<EnrolledTill> signer(Database& database, const TillId& till, const PublicKey& key) {
    EnrolledTill found{till, {}, key};
    std::string objection;
    const auto done = database.read([&] {
        const Rows rows = database.run("SELECT store_id, epoch FROM till WHERE till_id = $1",
                                       {value(till.value)});
        const Rows keys =
            database.run("SELECT epoch FROM till_key WHERE till_id = $1 AND public_key = $2",
                         {value(till.value), value(key)});
        if (rows.empty()) {
            objection = "no till " + till.value + " was ever enrolled here";
        } else if (keys.empty()) {
            objection = "the file is signed by a key that till " + till.value +
                        " never had here: it is of another chain, or made up";
        } else {
            const Rows later = database.run(
                "SELECT coalesce(min(epoch), 0) FROM till_key WHERE till_id = $1 AND public_key <> "
                "$2"
                " AND epoch > $3",
                {value(till.value), value(key), value(keys.front().natural(0))});
            const std::uint64_t ended = later.empty() ? 0 : later.front().natural(0);
            const std::uint64_t newest = ended > 0 ? ended - 1 : rows.front().natural(1);
            found.epoch = Epoch{static_cast<std::uint32_t>(newest)};
            found.store = StoreId{rows.front().text(0)};
        }
    });
    if (!done) return tl::unexpected(done.error());
    if (!objection.empty()) return fail(Errc::Invalid, objection);
    return found;
}

// Of the first records of an upload; nullopt: it follows nothing that is held.
Result<std::optional<std::size_t>> count_held(Database& database, const TillId& till,
                                              const Upload& upload) {
    std::vector<Hash256> hashes;
    for (const Bytes& record : upload.records) hashes.push_back(hash_of(record));
    const auto head = decode_head(upload.records.front());
    std::optional<Hash256> previous;
    if (head) previous = head->previous;
    std::optional<std::size_t> held;
    const auto done = database.read([&] {
        const auto footing = find_footing(database, till, upload, hashes, previous);
        held = footing ? std::optional(footing->held.size()) : std::nullopt;
    });
    if (!done) return tl::unexpected(done.error());
    return held;
}

Result<void> take_one(Database& database, const EnrolledTill& till, const Upload& upload,
                      Instant at, ImportedJournal& imported) {
    const auto held = count_held(database, till.till, upload);
    if (!held) return tl::unexpected(held.error());
    if (!*held || upload.epoch > till.epoch) {
        imported.left_out += upload.records.size();
        return {};
    }
    const UploadReply reply = ingest_proven(database, till, upload, at);
    if (reply.refusal != UploadRefusal::None) return fail(Errc::Io, reply.detail);
    imported.held += **held;
    imported.taken += reply.statuses.size() - **held;
    imported.quarantined += static_cast<std::uint64_t>(std::count_if(
        reply.statuses.begin() + static_cast<std::ptrdiff_t>(**held), reply.statuses.end(),
        [](const RecordStatus& one) { return one.status == Status::Quarantined; }));
    return {};
}

}  // namespace

Result<ImportedJournal> import_journal(Database& database, ByteView file, Instant at) {
    auto journal = parse_journal_file(file);
    if (!journal) return fail(Errc::Invalid, std::string(say(journal.error())));
    if (journal->records.empty()) return fail(Errc::Invalid, "there is no record in the file");
    ImportedJournal imported;
    const auto uploads = uploads_of(std::move(journal->records), imported.till);
    if (!uploads) return tl::unexpected(uploads.error());
    const auto till = signer(database, imported.till, journal->key);
    if (!till) return tl::unexpected(till.error());
    for (const Upload& upload : *uploads)
        if (auto done = take_one(database, *till, upload, at, imported); !done)
            return tl::unexpected(done.error());
    return imported;
}

}  // namespace kopilka::sync
