// The keys of people's rows. Each member has one of his own, drawn with his first row; they stand
// in the database encrypted by the master key, DIR/person.key, which only its owner may read.
// Without that file no name, phone or card of the store can be read any more; without a person's
// key, none of that person, in no copy of the row. Encryption is XChaCha20-Poly1305 (libsodium
// AEAD), bound to the member's id: a row that was put in another's place does not open.
#pragma once
#include "pos/core/ids.h"
#include "sync/server/database.h"

#include <optional>
#include <string>
#include <string_view>

namespace kopilka::sync {

// Gives the database its master key, drawn at the first call.
// Errc::Invalid: others may read the file, it is damaged, or another key made this database's rows.
Result<void> unlock_people(Database& database, const std::string& folder);

Bytes seal_for(const MemberId& whose, ByteView clear, const PersonKey& key);
// nullopt: another key, another member's, or damaged.
std::optional<Bytes> unseal_of(const MemberId& whose, ByteView sealed, const PersonKey& key);

// As 32 bytes that say nothing of the phone to whoever lacks the master key.
Bytes phone_hash(std::string_view e164, const PersonKey& master);

}  // namespace kopilka::sync
