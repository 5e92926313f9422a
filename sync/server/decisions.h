// Who decided what, and why: a chain of signed records that only grows. Each names its
// predecessor's hash; the key that signs them is DIR/decision.key, which only its owner may read,
// and DIR/decision.head remembers how far the chain had come, so that neither a change nor a cut
// passes unseen. About one subject there is one decision: two who decide at once are kept apart by
// the database.
//
// Canonical bytes, in the fields of pos/core/bytes.h: the text "kopilka decision 1"; u64 position,
// from 1; 32 bytes hash of the predecessor's bytes, zeros for the first; text subject; 32 bytes
// hash of the case as it was seen, zeros where it is no case; texts action, by, why; signed varint
// ms UTC. The signature is Ed25519 over them.
#pragma once
#include "pos/core/ed25519.h"
#include "pos/core/hash.h"
#include "pos/core/time.h"
#include "sync/server/database.h"

#include <optional>
#include <string>
#include <vector>

namespace kopilka::sync {

struct Decision {
    std::uint64_t position = 0;
    Hash256 previous;
    std::string subject;  // a case's id; "books 2026-05-31": closed up to that day
    Hash256 seen;
    std::string action, by, why;
    Instant at;
    bool operator==(const Decision&) const = default;
};
Bytes encode(const Decision& decision);
std::optional<Decision> decode_decision(ByteView bytes);  // nullopt: these bytes are none

// What somebody decided, before it has its place in the chain.
struct Verdict {
    std::string subject;
    Hash256 seen{};
    std::string action, by, why;
};

struct DecisionCheck {
    std::uint64_t decisions = 0;
    Hash256 head;                    // zeros: there is none
    std::vector<std::string> wrong;  // each in words; empty: the chain is intact
};

// The chain of one data folder.
class DecisionBook {
public:
    // Draws the key at the first call. Errc::Invalid: others may read it, or it is damaged.
    static Result<DecisionBook> open(const std::string& folder);

    // Inside a writing transaction. nullopt: that was decided before.
    std::optional<Decision> add(Database& database, const Verdict& verdict, Instant at) const;
    // After the transaction's end: DIR/decision.head is never ahead of the database.
    Result<void> remember(const Decision& last) const;
    // Inside a transaction. Every hash, link and signature; that decided cases say what they said;
    // and that the head which the folder remembers is there.
    DecisionCheck verify(Database& database) const;

private:
    DecisionBook(std::string folder, KeyPair key) : folder_(std::move(folder)), key_(key) {}
    std::string folder_;
    KeyPair key_;
};

// The chain that a folder remembers is another one than the database's: it was put back from a
// backup.
Result<void> forget_decision_head(const std::string& folder);

// Inside a transaction.
std::uint64_t next_decision(Database& database);          // its position
std::vector<Decision> all_decisions(Database& database);  // those that can be read, in order

}  // namespace kopilka::sync
