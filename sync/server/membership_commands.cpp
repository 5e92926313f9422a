#include "sync/server/membership_commands.h"

#include "sync/server/cards.h"
#include "sync/server/chain.h"
#include "sync/server/membership.h"
#include "sync/server/merge.h"
#include "sync/server/outcome.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace kopilka::sync {
namespace {

struct MemberWords {
    std::string id, into;
    NewMember who;
    std::string by, why;
    Reason reason() const { return {by, why, now()}; }
};
using MemberWork = int (*)(Database&, const std::string& folder, const MemberWords&);

Result<MemberId> id_in(const std::string& word) {
    const auto id = parse_member_id(word);
    if (!id) return fail(Errc::Invalid, "\"" + word + "\" is no member's id: 32 hex digits");
    return *id;
}

int add_one(Database& database, const std::string&, const MemberWords& words) {
    const auto id = add_member(database, words.who, now());
    if (!id) return say_no(id.error());
    fmt::print("{}\n", to_string(*id));
    return kDone;
}

template <typename Change>
int change_one(const MemberWords& words, const char* done, const Change& change) {
    const auto id = id_in(words.id);
    if (!id) return say_no(id.error());
    if (auto changed = change(*id); !changed) return say_no(changed.error());
    fmt::print("{}: each till hears of it at its next sync\n", done);
    return kDone;
}

int block(Database& database, const std::string&, const MemberWords& words) {
    return change_one(words, "no points and no member prices for this member",
                      [&](MemberId id) { return block_member(database, id, words.reason()); });
}

int unblock(Database& database, const std::string&, const MemberWords& words) {
    return change_one(words, "points and member prices again",
                      [&](MemberId id) { return unblock_member(database, id); });
}

int merge(Database& database, const std::string& folder, const MemberWords& words) {
    const auto alias = id_in(words.id);
    if (!alias) return say_no(alias.error());
    const auto survivor = id_in(words.into);
    if (!survivor) return say_no(survivor.error());
    const auto merged = merge_members(database, *alias, *survivor, words.reason());
    if (!merged) return say_no(merged.error());
    const auto keys = open_card_keys(folder);
    if (!keys) return say_no(keys.error());
    if (auto told = publish_card_trust(database, *keys, now()); !told) return say_no(told.error());
    if (*merged == Merged::Before)
        fmt::print("it was merged before: nothing is changed\n");
    else
        fmt::print(
            "merged: its cards and points are the survivor's at each till's next sync; its card in"
            " a phone ends, give another with central card certify\n");
    return kDone;
}

void print(const char* what, const std::string& value) {
    if (!value.empty()) fmt::print("{}\t{}\n", what, value);
}

int show(Database& database, const std::string&, const MemberWords& words) {
    const auto id = id_in(words.id);
    if (!id) return say_no(id.error());
    const auto facts = look_up(database, *id);
    if (!facts) return say_no(facts.error());
    const Member& member = facts->member;
    print("id", to_string(member.view.id));
    for (const MemberId& alias : facts->aliases) print("merged", to_string(alias));
    print("first name", member.person.first_name);
    print("surname", member.person.surname);
    print("phone", member.person.phone);
    for (const std::string& card : member.cards) print("card", card);
    print("blocked", member.blocked ? "yes" : "");
    print("joined", to_string(member.view.joined));
    print("purchases", std::to_string(member.view.purchases));
    for (const auto& [programme, points] : facts->balances)
        print(("points of " + programme.value).c_str(), to_string(points));
    return kDone;
}

class MemberLine {
public:
    MemberLine(CLI::App& member, const CommandAdder& add) : member_(member), add_(add) {}

    CLI::App& verb(const std::string& name, const std::string& what, MemberWork work) {
        CLI::App& added = *member_.add_subcommand(name, what + kOpensStore);
        add_(added, [work, words = words_](Database& database, const std::string& folder) {
            return work(database, folder, *words);
        });
        return added;
    }
    CLI::App& verb_of_one(const std::string& name, const std::string& what, MemberWork work) {
        CLI::App& added = verb(name, what, work);
        added.add_option("ID", words_->id, "the member's id")->required();
        return added;
    }
    void person(CLI::App& of) {
        of.add_option("--phone", words_->who.person.phone, "like +79991234567");
        of.add_option("--first-name", words_->who.person.first_name);
        of.add_option("--surname", words_->who.person.surname);
        of.add_option("--card", words_->who.cards, "as scanners read it; may be said again");
    }
    void survivor(CLI::App& of) {
        of.add_option("--into", words_->into, "the id that survives")->required();
    }
    void reason(CLI::App& of) {
        of.add_option("--by", words_->by, "who decides")->required();
        of.add_option("--why", words_->why, "why")->required();
    }

private:
    CLI::App& member_;
    const CommandAdder& add_;
    std::shared_ptr<MemberWords> words_ = std::make_shared<MemberWords>();
};

}  // namespace

void add_membership_commands(CLI::App& app, const CommandAdder& add) {
    MemberLine line(*app.get_subcommand("member"), add);
    line.person(line.verb("add", "take a new member in: prints the id", add_one));
    line.verb_of_one("show", "what is known of a member, with points; personal", show);
    line.reason(line.verb_of_one("block", "no points, no member prices", block));
    line.verb_of_one("unblock", "points and member prices again", unblock);
    CLI::App& merged = line.verb_of_one("merge", "two cards of one person become one", merge);
    line.survivor(merged);
    line.reason(merged);
}

}  // namespace kopilka::sync
