// Central's own certificate authority: FOLDER/authority, which only its owner may read. Whoever has
// this file can make tills and servers of this chain; a copy of it belongs where the backups are.
#pragma once
#include "sync/protocol/message.h"
#include "sync/transport/certificate.h"
#include "sync/transport/tls.h"

namespace kopilka::sync {

constexpr std::int64_t kCertificateDays = 90;
constexpr std::int64_t kRenewDays = 30;  // before the end a till is told to renew

class Authority {
public:
    // Made at the first call. Errc::Invalid: others may read it, or it is damaged.
    static Result<Authority> open(const std::string& folder, Instant now);

    const Bytes& certificate() const { return certificate_; }
    // What a server shows; a new certificate at each start. `hosts`: as in issue().
    Result<Identity> server_identity(const std::vector<std::string>& hosts, Instant now) const;
    // From an hour ago (clocks differ) for kCertificateDays. Errc::Invalid: a name that cannot
    // stand in a certificate.
    Result<Bytes> certify(const Subject& subject, const PublicKey& key, Instant now) const;

private:
    Authority(KeySeed key, KeySeed server_key, Bytes certificate)
        : key_(key), server_key_(server_key), certificate_(std::move(certificate)) {}
    Result<Bytes> issue_for(const Subject& subject, const PublicKey& key, Instant now,
                            std::int64_t days, const std::vector<std::string>& hosts) const;

    KeySeed key_;
    KeySeed server_key_;
    Bytes certificate_;
};

// Whether a certificate's time is over, or nearly.
enum class Validity : std::uint8_t { Good, EndsSoon, Over };
Validity validity_of(const CertificateFacts& certificate, Instant now);

}  // namespace kopilka::sync
