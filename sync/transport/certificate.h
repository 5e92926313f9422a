// The chain's X.509 certificates: Ed25519 keys (RFC 8410), issued by central's own authority. Who
// somebody is stands in the subject: OU what he is, CN his name, O his store.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/ed25519.h"
#include "pos/core/time.h"

#include <optional>
#include <string>
#include <vector>

namespace kopilka::sync {

enum class Holder : std::uint8_t { Authority, Server, Till, Manager, Administrator };

struct Subject {
    Holder holder = Holder::Till;
    std::string name;   // till id, name of a person; at most 64 letters (RFC 5280)
    std::string store;  // empty: of the whole chain; a server with one is that store's
    bool operator==(const Subject&) const = default;
};

struct CertificateFacts {
    Subject subject;
    PublicKey key{};
    Instant from;
    Instant to;
    bool operator==(const CertificateFacts&) const = default;
};

// Certificates are DER bytes. `from` and `to` count in whole seconds.
Bytes make_authority(const KeySeed& key, const std::string& name, Instant from, Instant to);
// `hosts`: names and numeric addresses of a server, for browsers and curl; tills look at the
// subject alone. Nullopt: a name that is empty, too long, or not UTF-8.
std::optional<Bytes> issue(const KeySeed& authority_key, ByteView authority, const Subject& subject,
                           const PublicKey& key, Instant from, Instant to,
                           const std::vector<std::string>& hosts = {});
// Nullopt: no certificate, or none that this chain would have issued. Checks no signature.
std::optional<CertificateFacts> read_certificate(ByteView certificate);
// Whether the authority signed it; looks at no date.
bool is_issued_by(ByteView certificate, ByteView authority);

std::string certificate_as_pem(ByteView certificate);
std::string key_as_pem(const KeySeed& key);  // PKCS #8

}  // namespace kopilka::sync
