#include "sync/server/staff_commands.h"

#include "sync/server/chain.h"
#include "sync/server/outcome.h"
#include "sync/server/pin_prompt.h"
#include "sync/server/staff.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace kopilka::sync {
namespace {

constexpr const char* kHeard = "each till hears of it at its next sync";

struct StaffWords {
    std::string store, id, name, role = "cashier";
    std::string by, why;
};

std::string_view name(Role role) {
    switch (role) {
        case Role::Cashier: return "cashier";
        case Role::Senior: return "senior";
        case Role::Manager: return "manager";
    }
    return "";
}

Role role_of(std::string_view word) {
    if (word == "manager") return Role::Manager;
    return word == "senior" ? Role::Senior : Role::Cashier;
}

int answer(const Result<void>& done, const std::string& what) {
    if (!done) return say_no(done.error());
    fmt::print("{}: {}\n", what, kHeard);
    return kDone;
}

int list(Database& database, const StaffWords& words) {
    if (words.store.empty()) return say_no({Errc::Invalid, "whose staff? say --store S"});
    const auto all = list_staff(database, StoreId{words.store});
    if (!all) return say_no(all.error());
    for (const ListedStaff& one : *all)
        fmt::print("{}\t{}\t{}\t{}\n", one.staff.id.value, name(one.staff.role), one.staff.name,
                   one.blocked ? "blocked" : "active");
    return kDone;
}

int add_one(Database& database, const StaffWords& words) {
    const auto pin = ask_for_pin(words.id);
    if (!pin) return say_no(pin.error());
    const NewStaff who{CashierId{words.id}, words.name, role_of(words.role)};
    return answer(add_staff(database, StoreId{words.store}, who, *pin),
                  words.id + " may sign in as " + words.role);
}

int give_role(Database& database, const StaffWords& words) {
    return answer(
        change_role(database, StoreId{words.store}, CashierId{words.id}, role_of(words.role)),
        words.id + " is " + words.role);
}

int give_pin(Database& database, const StaffWords& words) {
    const auto pin = ask_for_pin(words.id);
    if (!pin) return say_no(pin.error());
    return answer(reset_pin(database, StoreId{words.store}, CashierId{words.id}, *pin),
                  words.id + " has a new PIN");
}

int block(Database& database, const StaffWords& words) {
    return answer(block_staff(database, StoreId{words.store}, CashierId{words.id},
                              {words.by, words.why, now()}),
                  words.id + " may sign in no more");
}

int unblock(Database& database, const StaffWords& words) {
    return answer(unblock_staff(database, StoreId{words.store}, CashierId{words.id}),
                  words.id + " may sign in again, with the PIN and the role of before");
}

// Builds `central staff`. Its words live as long as the commands.
class StaffLine {
public:
    StaffLine(CLI::App& app, const CommandAdder& add)
        : add_(add),
          staff_(*app.add_subcommand(
              "staff", std::string("a store's cashiers and managers") + kOpensStore)) {
        staff_.require_subcommand(0, 1);
        staff_.add_option("--store", words_->store, "store id");
        add_(staff_, work_with(list));
    }

    CLI::App& verb(const std::string& name, const std::string& what,
                   int (*work)(Database&, const StaffWords&)) {
        CLI::App& added = *staff_.add_subcommand(name, what);
        added.add_option("--store", words_->store, "store id")->required();
        add_(added, work_with(work));
        return added;
    }
    CLI::App& verb_of_one(const std::string& name, const std::string& what,
                          int (*work)(Database&, const StaffWords&)) {
        CLI::App& added = verb(name, what, work);
        added.add_option("ID", words_->id, "what he signs in with, like \"marina\"")->required();
        return added;
    }
    void role(CLI::App& of) {
        of.add_option("--role", words_->role, "cashier, senior or manager")
            ->required()
            ->check(CLI::IsMember({"cashier", "senior", "manager"}));
    }
    void name(CLI::App& of) {
        of.add_option("--name", words_->name, "as receipts print it")->required();
    }
    void reason(CLI::App& of) {
        of.add_option("--by", words_->by, "who decides")->required();
        of.add_option("--why", words_->why, "why")->required();
    }

private:
    StoreWork work_with(int (*work)(Database&, const StaffWords&)) const {
        return [work, words = words_](Database& database, const std::string&) {
            return work(database, *words);
        };
    }

    const CommandAdder& add_;
    std::shared_ptr<StaffWords> words_ = std::make_shared<StaffWords>();
    CLI::App& staff_;
};

}  // namespace

void add_staff_commands(CLI::App& app, const CommandAdder& add) {
    StaffLine line(app, add);
    line.verb("list", "who may sign in, who is blocked", list);
    CLI::App& added =
        line.verb_of_one("add", "one more; the PIN is asked for, or read from the input", add_one);
    line.name(added);
    line.role(added);
    line.role(line.verb_of_one("role", "give another role", give_role));
    line.verb_of_one("reset-pin", "give another PIN; it is asked for, or read from the input",
                     give_pin);
    line.reason(line.verb_of_one("block", "let sign in no more", block));
    line.verb_of_one("unblock", "let sign in again", unblock);
}

}  // namespace kopilka::sync
