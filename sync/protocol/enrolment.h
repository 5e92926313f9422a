// How a till and a server that have never met prove to each other that both know the same one-time
// code, without saying it: whoever stands between them and shows the till a certificate of his own
// learns nothing, and is believed by neither. Keyed hashes over what each side saw, under a key
// made of the code with Argon2id (RFC 9106): trying codes is dear.
#pragma once
#include "pos/core/ed25519.h"
#include "pos/core/hash.h"

#include <string_view>

namespace kopilka::sync {

struct CodeKeys {
    Hash256 id;   // under which the server finds the code
    Hash256 key;  // of the proofs; never sent
    bool operator==(const CodeKeys&) const = default;
};
// Small letters, spaces and missing dashes do not matter. Takes some 20 ms on purpose.
CodeKeys keys_of_code(std::string_view code);

// What the till shows: its key, and the certificate (DER) it saw the server with.
Hash256 till_proof(const CodeKeys& code, const PublicKey& till_key, ByteView server_certificate);
// What the server shows: the till's certificate and whose it is. The till believes them then.
Hash256 server_proof(const CodeKeys& code, const PublicKey& till_key, ByteView certificate,
                     ByteView authority);
bool is_equal(const Hash256& a, const Hash256& b);  // in constant time

}  // namespace kopilka::sync
