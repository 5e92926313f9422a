#include "sync/server/member_commands.h"

#include "sync/server/card_keys.h"
#include "sync/server/cards.h"
#include "sync/server/chain.h"
#include "sync/server/erasure.h"
#include "sync/server/key_files.h"
#include "sync/server/membership.h"
#include "sync/server/outcome.h"

#include <fmt/format.h>

namespace kopilka::sync {

int find_member_command(Database& database, const std::string&, const MemberWords& words) {
    std::vector<MemberId> found;
    const auto done = database.read([&] {
        found = words.card.empty() ? members_by_phone(database, words.phone)
                                   : members_by_card(database, words.card);
    });
    if (!done) return say_no(done.error());
    if (found.empty())
        return say_no({Errc::Io, words.card.empty() ? "no member has this phone"
                                                    : "no member has this card"});
    for (const MemberId& id : found) fmt::print("{}\n", to_string(id));
    return kDone;
}

int erase_member_command(Database& database, const std::string& folder, const MemberWords& words) {
    const auto id = parse_member_id(words.id);
    if (!id) return say_no({Errc::Invalid, "ID wants a member's id, 32 hex digits"});
    const auto done = erase_person(database, folder, *id, words.by, words.why, now());
    if (!done) return say_no(done.error());
    const auto keys = open_card_keys(folder);
    if (!keys) return say_no(keys.error());
    if (auto told = publish_card_trust(database, *keys, now()); !told) return say_no(told.error());
    if (*done)
        fmt::print("erased: every till forgets the member at its next sync\n");
    else
        fmt::print("nobody of that id is in the store; it is on the list of those erased\n");
    fmt::print("keep a copy of {}/{} elsewhere: restore needs it\n", folder, kErasedFile);
    return kDone;
}

}  // namespace kopilka::sync
