#include "sync/server/decisions.h"

#include "pos/files/durable.h"
#include "pos/files/private_file.h"
#include "sync/server/chain.h"
#include "sync/server/file_lock.h"
#include "sync/server/incidents.h"
#include "sync/server/key_files.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace kopilka::sync {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWhatItIs = "kopilka decision 1";

fs::path key_file(const std::string& folder) { return fs::path(folder) / kDecisionKeyFile; }
fs::path head_file(const std::string& folder) { return fs::path(folder) / "decision.head"; }

Hash256 read_hash(ByteReader& in) {
    Hash256 hash;
    const ByteView bytes = in.raw(hash.value.size());
    if (in.ok()) std::ranges::copy(bytes, hash.value.begin());
    return hash;
}

// Position and hash of the last one, in the database or in the file.
struct Head {
    std::uint64_t position = 0;
    Hash256 hash;
};

// Decimal position, a space, the hash in hexadecimal.
std::optional<Head> parse_head(std::string_view text) {
    Head head;
    const auto [end, failed] =
        std::from_chars(text.data(), text.data() + text.size(), head.position);
    const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (failed != std::errc() || rest.size() < 65 || rest[0] != ' ') return std::nullopt;
    const auto hash = from_hex(rest.substr(1, 64));
    if (!hash) return std::nullopt;
    std::ranges::copy(*hash, head.hash.value.begin());
    return head;
}

// Position 0: none was remembered yet; nullopt: the file cannot be read.
std::optional<Head> remembered(const std::string& folder) {
    const auto bytes = read_private_file(head_file(folder));
    if (!bytes) return bytes.error().code == Errc::NotFound ? std::optional(Head{}) : std::nullopt;
    return parse_head(as_text(*bytes));
}

Head last_of(Database& database) {
    const Rows rows =
        database.run("SELECT position, body FROM decision ORDER BY position DESC LIMIT 1");
    if (rows.empty()) return {};
    return {rows.front().natural(0), blake2b(rows.front().bytes(1))};
}

bool is_decided(Database& database, const std::string& subject) {
    return !database.run("SELECT position FROM decision WHERE subject = $1", {value(subject)})
                .empty();
}

// One row after another; each wrong one is said, and the walk goes on from it.
class ChainWalk {
public:
    ChainWalk(Database& database, const PublicKey& key, const Head& known)
        : database_(database), key_(key), known_(known) {}

    void meet(const Row& row) {
        const Bytes& body = row.bytes(2);
        const auto decision = decode_decision(body);
        const std::uint64_t place = row.natural(0);
        if (!decision || decision->position != place || decision->subject != row.text(1))
            return say(place, "is not what was written");
        if (place != last_.position + 1) say(place, "does not follow the one before: one is gone");
        if (decision->previous != last_.hash) say(place, "does not name its predecessor");
        if (!signature_holds(key_, body, row.array<64>(3)))
            say(place, "is not signed by this server's key");
        look_at_case(*decision);
        last_ = {place, blake2b(body)};
        met_known_ |= known_.position == place && known_.hash == last_.hash;
        ++check_.decisions;
    }
    DecisionCheck end() && {
        if (known_.position != 0 && !met_known_)
            say(known_.position, "was there once, and is not now");
        check_.head = last_.hash;
        return std::move(check_);
    }

private:
    void say(std::uint64_t place, const std::string& what) {
        check_.wrong.push_back("decision " + std::to_string(place) + " " + what);
    }
    void look_at_case(const Decision& decision) {
        if (decision.seen == Hash256()) return;
        const auto incident = find_incident(database_, decision.subject);
        if (!incident)
            say(decision.position, "is of case " + decision.subject + ", which is gone");
        else if (case_hash(*incident) != decision.seen)
            say(decision.position, "is of case " + decision.subject + ", which was changed since");
    }

    Database& database_;
    const PublicKey& key_;
    Head known_;
    Head last_;
    bool met_known_ = false;
    DecisionCheck check_;
};

}  // namespace

Bytes encode(const Decision& decision) {
    ByteWriter out;
    out.text(kWhatItIs);
    out.u64(decision.position);
    out.raw(decision.previous.value);
    out.text(decision.subject);
    out.raw(decision.seen.value);
    out.text(decision.action);
    out.text(decision.by);
    out.text(decision.why);
    out.signed_varint(decision.at.ms);
    return out.take();
}

std::optional<Decision> decode_decision(ByteView bytes) {
    ByteReader in(bytes);
    if (in.text() != kWhatItIs) return std::nullopt;
    Decision decision;
    decision.position = in.u64();
    decision.previous = read_hash(in);
    decision.subject = in.text();
    decision.seen = read_hash(in);
    decision.action = in.text();
    decision.by = in.text();
    decision.why = in.text();
    decision.at.ms = in.signed_varint();
    if (!in.ok() || !in.at_end()) return std::nullopt;
    return decision;
}

Result<DecisionBook> DecisionBook::open(const std::string& folder) {
    const fs::path file = key_file(folder);
    const FileLock lock(file.string() + ".lock");  // of two that start at once one draws it
    if (!lock.held()) return fail(Errc::Io, "cannot lock " + file.string());
    const auto kept = read_private_file(file);
    if (!kept && kept.error().code != Errc::NotFound) return tl::unexpected(kept.error());
    KeySeed seed = draw_secret();
    if (!kept) {
        if (auto written = write_private_file(file, as_bytes(to_hex(seed) + "\n")); !written)
            return tl::unexpected(written.error());
    } else {
        const auto bytes = from_hex(as_text(*kept).substr(0, 2 * seed.size()));
        if (!bytes || bytes->size() != seed.size())
            return fail(Errc::Invalid, file.string() + " is damaged; put back its copy");
        std::ranges::copy(*bytes, seed.begin());
    }
    return DecisionBook(folder, key_pair_from_seed(seed));
}

std::optional<Decision> DecisionBook::add(Database& database, const Verdict& verdict,
                                          Instant at) const {
    if (is_decided(database, verdict.subject)) return std::nullopt;
    const Head last = last_of(database);
    Decision decision{last.position + 1, last.hash,  verdict.subject, verdict.seen,
                      verdict.action,    verdict.by, verdict.why,     at};
    const Bytes body = encode(decision);
    database.run(
        "INSERT INTO decision (position, subject, body, signature) VALUES ($1, $2, $3, $4)",
        {value(decision.position), value(decision.subject), body, value(sign_bytes(key_, body))});
    return decision;
}

Result<void> DecisionBook::remember(const Decision& last) const {
    const fs::path file = head_file(folder_);
    const FileLock lock(file.string() + ".lock");
    const auto known = remembered(folder_);
    if (known && known->position >= last.position) return {};
    return write_private_file(file, as_bytes(std::to_string(last.position) + " " +
                                             to_string(blake2b(encode(last))) + "\n"));
}

DecisionCheck DecisionBook::verify(Database& database) const {
    const auto known = remembered(folder_);
    ChainWalk walk(database, key_.public_key, known.value_or(Head{}));
    for (const Row& row :
         database.run("SELECT position, subject, body, signature FROM decision ORDER BY position"))
        walk.meet(row);
    DecisionCheck check = std::move(walk).end();
    if (!known)
        check.wrong.push_back(head_file(folder_).string() +
                              " cannot be read: whether the chain was cut is not known");
    return check;
}

Result<void> forget_decision_head(const std::string& folder) {
    std::error_code failed;
    fs::remove(head_file(folder), failed);
    if (failed) return fail(Errc::Io, "cannot remove " + head_file(folder).string());
    return {};
}

std::uint64_t next_decision(Database& database) { return last_of(database).position + 1; }

std::vector<Decision> all_decisions(Database& database) {
    std::vector<Decision> decisions;
    for (const Row& row : database.run("SELECT body FROM decision ORDER BY position"))
        if (auto decision = decode_decision(row.bytes(0)))
            decisions.push_back(*std::move(decision));
    return decisions;
}

}  // namespace kopilka::sync
