#include "sync/server/cards.h"

#include "sync/server/aliases.h"
#include "sync/server/feed.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

CardPhone phone_of(const Row& row) {
    return {row.array<32>(0), {row.array<16>(1)}, {row.integer(2)}, row.integer(3) > 0};
}

constexpr std::string_view kPhones =
    "SELECT device_key, member_id, expires_at, coalesce(revoked_at, 0) FROM card_phone";

std::vector<CardPhone> find_phones(Database& database) {
    std::vector<CardPhone> phones;
    for (const Row& row : database.run(std::string(kPhones) + " ORDER BY issued_at, device_key"))
        phones.push_back(phone_of(row));
    return phones;
}

std::optional<CardPhone> find_phone(Database& database, const PublicKey& phone) {
    const Rows rows = database.run(std::string(kPhones) + " WHERE device_key = $1", {value(phone)});
    return rows.empty() ? std::nullopt : std::optional(phone_of(rows.front()));
}

void keep_phone(Database& database, const CardCertificate& certificate, Instant at) {
    database.run(
        "INSERT INTO card_phone (device_key, member_id, issued_at, expires_at)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT (device_key) DO UPDATE"
        " SET issued_at = excluded.issued_at, expires_at = excluded.expires_at",
        {value(certificate.device), value(certificate.member.value), at.ms,
         std::int64_t{certificate.expires} * 1000});
}

}  // namespace

Result<CardCertificate> certify_phone(Database& database, const CardKeys& keys,
                                      const MemberId& member, const PublicKey& phone, Instant at,
                                      std::int64_t days) {
    const Instant expires{at.ms + days * kDayMs};
    const CardCertificate certificate =
        certify(keys.front(), member, phone, static_cast<UnixSeconds>(expires.ms / 1000));
    std::optional<Error> objection;
    const auto written = database.write([&] {
        objection.reset();
        const auto known = find_phone(database, phone);
        if (const auto survivor = survivor_of(database, member))
            objection = {Errc::Invalid, "this member was merged into " + to_string(*survivor)};
        else if (!find_member(database, member))
            objection = {Errc::NotFound, "there is no member " + to_string(member)};
        else if (known && known->revoked)
            objection = {Errc::Invalid, "this phone was lost; its key cannot be used again"};
        else if (known && known->member != member)
            objection = {Errc::Invalid, "this phone has another member's card"};
        else
            keep_phone(database, certificate, at);
    });
    if (!written) return tl::unexpected(written.error());
    if (objection) return tl::unexpected(*objection);
    return certificate;
}

Result<void> revoke_phone(Database& database, const PublicKey& phone, Instant at) {
    bool found = false;
    const auto written = database.write([&] {
        found = find_phone(database, phone).has_value();
        database.run(
            "UPDATE card_phone SET revoked_at = $1 WHERE device_key = $2 AND revoked_at IS NULL",
            {at.ms, value(phone)});
    });
    if (!written) return tl::unexpected(written.error());
    if (!found) return fail(Errc::NotFound, "no card was given to this phone");
    return {};
}

Result<std::vector<CardPhone>> card_phones(Database& database) {
    std::vector<CardPhone> phones;
    const auto read = database.read([&] { phones = find_phones(database); });
    if (!read) return tl::unexpected(read.error());
    return phones;
}

Result<void> publish_card_trust(Database& database, const CardKeys& keys, Instant at) {
    CardTrust keys_alone;
    for (const KeyPair& key : keys) keys_alone.central.push_back(key.public_key);
    return database.write([&] {
        CardTrust trust = keys_alone;
        for (const CardPhone& phone : find_phones(database))
            if (phone.revoked && phone.expires > at) trust.revoked.push_back(phone.phone);
        put_thing(database, StoreId{}, trust);
    });
}

}  // namespace kopilka::sync
