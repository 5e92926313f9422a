// What a till and the central server say to each other, as values of the house. Their bytes are
// codec.h's business; what happens when they are said stands in ../README.md.
#pragma once
#include "pos/core/hash.h"
#include "pos/core/ids.h"
#include "pos/core/signed_card.h"
#include "pos/loyalty/lease.h"
#include "pos/loyalty/person.h"
#include "pos/loyalty/publication.h"
#include "pos/sale/goods.h"
#include "pos/sale/planned_price.h"
#include "pos/sale/staff.h"
#include "sync/protocol/clock.h"
#include "sync/protocol/signature.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kopilka::sync {

constexpr std::size_t kMostRecords = 500;        // in one upload
constexpr std::size_t kMostBodyBytes = 8 << 20;  // of one body, either way
constexpr std::size_t kMostChanges = 500;        // in one page
constexpr std::size_t kMostPageBytes = 1 << 20;  // of one page, unless one thing alone is more
constexpr std::uint32_t kMostWaitSeconds = 60;
constexpr std::size_t kMostHeads = 200;   // of one till's journal that an answer names: the newest
constexpr std::size_t kMostPlanned = 16;  // prices of one article
constexpr std::size_t kMostLeases = 200;  // that one answer lends or asks back, each
constexpr std::size_t kMostSettled = 50;  // that one page tells of

using Secret = std::array<std::uint8_t, 32>;

struct EnrolRequest {
    Hash256 code;          // CodeKeys::id: says which till of which store this becomes
    PublicKey till_key{};  // made on the till
    Hash256 proof;         // till_proof
    bool operator==(const EnrolRequest&) const = default;
};
enum class EnrolRefusal : std::uint8_t { None, Nonsense, BadCode, Busy };
// What makes a till one of the chain. Kept with the till's keys, outside the data folder.
struct Credentials {
    Bytes certificate;    // of the till's key, DER
    Bytes authority;      // whose certificates to believe, DER
    Epoch epoch{1};       // of the journal this till begins (or goes on in)
    Secret lookup_key{};  // one for the chain
    std::uint64_t server_generation = 0;
    bool operator==(const Credentials&) const = default;
};
struct EnrolReply {
    EnrolRefusal refusal = EnrolRefusal::None;
    std::string detail;
    Credentials credentials{};  // where not refused, as what follows
    TillId till{};
    StoreId store{};
    Hash256 proof{};  // server_proof
    bool operator==(const EnrolReply&) const = default;
};

enum class RenewRefusal : std::uint8_t { None, NotAdmitted, Busy };
struct RenewReply {
    RenewRefusal refusal = RenewRefusal::None;
    std::string detail;
    Bytes certificate;  // of the same key, DER
    bool operator==(const RenewReply&) const = default;
};

struct Upload {
    Epoch epoch{1};
    Sequence first{1};
    std::vector<Bytes> records;  // canonical bytes, 1..kMostRecords
    Hash256 head;                // of the last one
    Signature signature{};
    std::optional<ClockReading> clock{};  // of the till's own; nullopt: not known
    std::optional<TillId> forwarded{};    // by its store server: whose this is
    bool operator==(const Upload&) const = default;
};
// What its till signs of it.
inline BatchHead head_of(const TillId& till, const Upload& upload) {
    return {till, upload.epoch, upload.first, static_cast<std::uint32_t>(upload.records.size()),
            upload.head};
}
enum class UploadRefusal : std::uint8_t {
    None,
    Nonsense,      // not an upload, or its head is not its last record's hash
    NotAdmitted,   // no certificate, or not one of a till that may send; `detail` says why
    BadSignature,  // not signed by the till's key
    WrongEpoch,    // not the epoch the till was enrolled into
    Gap,           // it follows a record that is not held; `held` says what is
    BrokenChain,   // a record does not name its predecessor
    Busy,          // the server cannot write now
    Expired,       // the certificate's time is over: ask for a new one
    NotByYou,      // to a store server: it is not let in, or the till is not of its store
};
enum class Status : std::uint8_t { Applied = 0, Duplicate = 1, Quarantined = 3 };
enum class QuarantineCause : std::uint8_t {
    None,
    Undecodable,
    WrongIdentity,
    UnknownMember,
    UnknownPublication,
    BadEffect,
};
struct RecordStatus {
    Status status = Status::Applied;
    QuarantineCause cause = QuarantineCause::None;
    std::uint64_t feed_position = 0;  // where its effect on the member shows; 0: it has none
    bool operator==(const RecordStatus&) const = default;
};
// The server holds this record of the till's journal, and those before it in its epoch. A journal
// that forked has several such heads in one epoch.
struct HeldUpTo {
    Epoch epoch{1};
    Sequence sequence{0};
    Hash256 hash;
    bool operator==(const HeldUpTo&) const = default;
};

// What a holder is told of rights to spend (pos/loyalty/lease.h).
struct LeaseNews {
    std::vector<Lease> lent;          // to it; one that it knows already is the same one
    std::vector<LeaseId> asked_back;  // to be given back as soon as nobody spends of it
    bool empty() const { return lent.empty() && asked_back.empty(); }
    bool operator==(const LeaseNews&) const = default;
};

struct UploadReply {
    UploadRefusal refusal = UploadRefusal::None;
    std::string detail;
    Sequence watermark{0};               // of the epoch, as far as this batch goes; 0: nothing
    std::vector<RecordStatus> statuses;  // one per record, unless refused
    std::uint64_t server_generation = 0;
    bool renew = false;  // the certificate ends soon, by the server's clock: ask for a new one
    // The journal is a copy's, or went back in time: another one sent other records under the same
    // numbers. These are taken as well; this till goes on in that epoch.
    std::optional<Epoch> forked = {};
    std::vector<HeldUpTo> held = {};      // where the refusal is Gap: all there is of this till
    std::optional<ServerTime> time = {};  // nullopt: from a server that does not tell
    LeaseNews leases = {};                // which answer what these records asked
    // Which store server keeps these records, and hands them on: a number of its disk. What central
    // says of them comes with the changes (Settled). 0: this is what central says.
    std::uint64_t kept_by = 0;
    bool operator==(const UploadReply&) const = default;
};

// What central said of records that a store server handed on.
struct Settled {
    std::uint64_t number = 0;  // of the store server's own; ascending
    Epoch epoch{1};
    Sequence first{1};
    std::uint32_t records = 0;
    Hash256 head;  // of the last of them: of a copy's records it is another one
    UploadReply reply;
    bool operator==(const Settled&) const = default;
};

// Goods as tills are told of them, with the prices that they will have.
struct Article {
    Goods goods;
    std::vector<PlannedPrice> planned;  // ascending, at most kMostPlanned
    Article(Goods all_there_is) : goods(std::move(all_there_is)) {}
    Article(Goods of, std::vector<PlannedPrice> later)
        : goods(std::move(of)), planned(std::move(later)) {}
    bool operator==(const Article&) const = default;
};
// All of them, in the order to show: there are few, and their order is part of what they say.
struct Categories {
    std::vector<Category> categories;
    bool operator==(const Categories&) const = default;
};
struct ShopText {
    std::string text;  // TOML of pos/sale/shop.h
    bool operator==(const ShopText&) const = default;
};
struct PublishedFiles {
    Hash256 hash;
    std::vector<PublicationFile> files;  // the manifest first
    bool operator==(const PublishedFiles&) const = default;
};
enum class ChangeKind : std::uint8_t {
    Goods,
    Categories,
    Member,
    Staff,
    Shop,
    Publication,
    CardTrust,
};
struct Removed {
    ChangeKind kind = ChangeKind::Goods;
    std::string key;  // SKU, member id in hex, cashier id, publication hash in hex
    bool operator==(const Removed&) const = default;
};
using Change =
    std::variant<Article, Categories, Member, Staff, ShopText, PublishedFiles, Removed, CardTrust>;

enum class ChangesRefusal : std::uint8_t { None, Nonsense, NotAdmitted, Busy, Expired };
struct Changes {
    std::uint64_t next = 0;  // ask from here next
    bool more = false;       // asking at once brings more
    bool whole = false;      // the first page of everything: what the till had before is void
    std::uint64_t server_generation = 0;
    std::vector<Change> changes;
    ChangesRefusal refusal = ChangesRefusal::None;
    std::string detail;
    bool renew = false;          // as in an UploadReply
    std::vector<HeldUpTo> held;  // on a whole page: a restored server may hold less than it did
    std::optional<ServerTime> time = {};  // as in an UploadReply
    LeaseNews leases = {};                // lent to this till, or asked back
    // Of a store server's page alone:
    std::vector<Settled> settled = {};
    std::uint64_t kept_by = 0;     // as in an UploadReply
    bool central_is_away = false;  // the store server does not reach it
    bool operator==(const Changes&) const = default;
};

}  // namespace kopilka::sync
