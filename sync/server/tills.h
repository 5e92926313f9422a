// Tills: one-time codes, enrolment, renewal, revocation, and whom a certificate lets in.
#pragma once
#include "pos/core/time.h"
#include "sync/protocol/message.h"
#include "sync/server/authority.h"
#include "sync/server/chain.h"

#include <optional>
#include <string>

namespace kopilka::sync {

struct EnrolledTill {
    TillId till;
    StoreId store;
    PublicKey key{};
    Epoch epoch{1};  // no later one was given to it
    bool operator==(const EnrolledTill&) const = default;
};

// Twelve characters in groups of four, valid for a day and for this till of this store only; or for
// a store server (Holder::Server), which has a row, a key and epochs as a till has.
// Errc::Invalid: an id is empty or longer than 32 bytes, or the till belongs to another store.
Result<std::string> make_enrol_code(Database& database, const StoreId& store, const TillId& till,
                                    Instant at, Holder holder = Holder::Till);

// The server as tills meet it.
struct Reception {
    const Chain& chain;
    const Authority& authority;
    ByteView certificate;  // which it shows
};
// Uses the code up, unless the proof is wrong. A till that enrols again gets the next epoch, and
// its old key ends.
EnrolReply enrol(Database& database, const Reception& reception, const EnrolRequest& request,
                 Instant at);

// Whom a certificate lets in as a till, or why not.
enum class Admission : std::uint8_t {
    Admitted,
    NoCertificate,  // none was shown
    NotATill,       // of a manager, an administrator, a server (or no store server)
    Unknown,        // of no till that the server knows
    Replaced,       // the till was enrolled again, with another key
    Revoked,
    Expired,    // may renew, and nothing else
    Forgotten,  // enrolled after the backup that this server was put back from: see take_over()
};
std::string_view words(Admission admission);  // with what to do
struct Admitted {
    Admission admission = Admission::NoCertificate;
    EnrolledTill till{};  // Admitted and Expired
    bool renew = false;   // its time ends soon
};
// Inside a transaction. `peer` was issued by the authority. Holder::Server: as a store server.
Admitted admit(Database& database, const std::optional<CertificateFacts>& peer, Instant at,
               Holder holder = Holder::Till);
// The till whose records its store server hands on: it does not show itself, its signature does.
// nullopt: no till of that store, or it was revoked.
std::optional<EnrolledTill> till_of_store(Database& database, const TillId& till,
                                          const StoreId& store);

// The till of a Forgotten certificate is what it was when that was made. In a transaction of its
// own.
Result<void> take_over(Database& database, const CertificateFacts& peer);

// The next epoch of the till is its own from now on. Inside a writing transaction.
Epoch give_epoch(Database& database, const TillId& till);

RenewReply renew(Database& database, const Authority& authority,
                 const std::optional<CertificateFacts>& peer, Instant at);

// Its certificate opens nothing any more, until it is enrolled again. Errc::NotFound: no such till.
Result<void> revoke_till(Database& database, const TillId& till, const std::string& why,
                         Instant at);

}  // namespace kopilka::sync
