// Cards in phones: which phone has whose, which were lost, and whom the tills are told to believe.
#pragma once
#include "pos/core/signed_card.h"
#include "pos/core/time.h"
#include "sync/server/card_keys.h"
#include "sync/server/database.h"

#include <vector>

namespace kopilka::sync {

inline constexpr std::int64_t kCardDays = 365;  // a certificate, unless told otherwise

// Errc::NotFound: no such member; Errc::Invalid: the phone was lost, or is another member's. A
// phone that has the card already gets a newer certificate.
Result<CardCertificate> certify_phone(Database& database, const CardKeys& keys,
                                      const MemberId& member, const PublicKey& phone, Instant at,
                                      std::int64_t days = kCardDays);
// Errc::NotFound: no such phone. Once lost, it stays lost.
Result<void> revoke_phone(Database& database, const PublicKey& phone, Instant at);
struct CardPhone {
    PublicKey phone{};
    MemberId member;
    Instant expires;
    bool revoked = false;
};
Result<std::vector<CardPhone>> card_phones(Database& database);

// To every till, with its next delta: the keys, and the lost phones whose certificates still run.
Result<void> publish_card_trust(Database& database, const CardKeys& keys, Instant at);

}  // namespace kopilka::sync
