#include "sync/server/card_commands.h"

#include "sync/server/cards.h"
#include "sync/server/chain.h"
#include "sync/server/outcome.h"

#include <algorithm>

#include <fmt/format.h>

namespace kopilka::sync {
namespace {

Result<PublicKey> device_of(const CardWords& words) {
    const auto bytes = from_hex(words.device);
    PublicKey key{};
    if (!bytes || bytes->size() != key.size())
        return fail(Errc::Invalid, "--device wants the phone's public key, 64 hex digits");
    std::ranges::copy(*bytes, key.begin());
    return key;
}

Result<MemberId> member_of(const CardWords& words) {
    const auto id = parse_member_id(words.member);
    if (!id) return fail(Errc::Invalid, "--member wants a member's id, 32 hex digits");
    return *id;
}

// Keys and lost phones reach the tills with their next delta, whatever was done.
int tell_tills(Database& database, const CardKeys& keys) {
    const auto told = publish_card_trust(database, keys, now());
    return told ? static_cast<int>(kDone) : say_no(told.error());
}

}  // namespace

int certify_command(Database& database, const std::string& folder, const CardWords& words) {
    const auto member = member_of(words);
    const auto device = device_of(words);
    if (!member || !device) return say_no(member ? device.error() : member.error());
    const auto keys = open_card_keys(folder);
    if (!keys) return say_no(keys.error());
    const auto certificate = certify_phone(database, *keys, *member, *device, now(),
                                           words.days > 0 ? words.days : kCardDays);
    if (!certificate) return say_no(certificate.error());
    fmt::print("{}\n", to_hex(encode(*certificate)));
    return tell_tills(database, *keys);
}

int revoke_command(Database& database, const std::string& folder, const CardWords& words) {
    const auto device = device_of(words);
    if (!device) return say_no(device.error());
    const auto keys = open_card_keys(folder);
    if (!keys) return say_no(keys.error());
    if (const auto done = revoke_phone(database, *device, now()); !done)
        return say_no(done.error());
    fmt::print("the card in this phone is closed\n");
    return tell_tills(database, *keys);
}

int list_phones_command(Database& database) {
    const auto phones = card_phones(database);
    if (!phones) return say_no(phones.error());
    for (const CardPhone& phone : *phones)
        fmt::print("{}\t{}\t{}\t{}\n", to_hex(phone.phone), to_string(phone.member),
                   phone.expires.ms / 1000, phone.revoked ? "revoked" : "given");
    return kDone;
}

int change_key_command(Database& database, const std::string& folder, const CardWords& words) {
    const auto keys =
        change_card_key(folder, words.drop_older ? OlderKeys::Dropped : OlderKeys::StillBelieved);
    if (!keys) return say_no(keys.error());
    fmt::print("{} keys are believed, the new one signs\n", keys->size());
    return tell_tills(database, *keys);
}

}  // namespace kopilka::sync
