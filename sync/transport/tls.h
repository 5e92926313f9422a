// TLS 1.3 for both sides. A till believes only the authority it was given at enrolment; a server
// asks every client for a certificate and lets those in who have none, as strangers. Dates are not
// looked at here: a till's clock may be years wrong, and the server judges a client's certificate
// by its own clock, with words (service.cpp).
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/ed25519.h"
#include "pos/core/result.h"

#include <memory>
#include <string>

struct ssl_ctx_st;
namespace boost::system {
class error_code;
}

namespace kopilka::sync {

struct Identity {
    KeySeed key{};      // of the certificate
    Bytes certificate;  // DER; empty: shows none (a client only)
    Bytes authority;    // whose certificates are believed; empty: anybody's, to meet a server whose
                        // authority is not known yet (a client only)
    bool operator==(const Identity&) const = default;
};

using TlsContext = std::shared_ptr<ssl_ctx_st>;
// Errc::Invalid: a certificate that cannot be read, or one of another key.
Result<TlsContext> client_context(const Identity& identity);
Result<TlsContext> server_context(const Identity& identity);
// One more owner, for a wrapper that frees what it is given.
ssl_ctx_st* one_more_owner(const TlsContext& context);

// What a failed connection means, for people; and whether it is about certificates or TLS itself,
// so that trying again alone will not help.
std::string why(const boost::system::error_code& error);
bool is_about_trust(const boost::system::error_code& error);

}  // namespace kopilka::sync
