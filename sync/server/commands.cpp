#include "sync/server/commands.h"

#include "sync/server/access_commands.h"
#include "sync/server/backup.h"
#include "sync/server/card_commands.h"
#include "sync/server/case_commands.h"
#include "sync/server/command_adder.h"
#include "sync/server/erasure.h"
#include "sync/server/import.h"
#include "sync/server/journal_commands.h"
#include "sync/server/lease_commands.h"
#include "sync/server/member_commands.h"
#include "sync/server/membership_commands.h"
#include "sync/server/outcome.h"
#include "sync/server/serve_commands.h"
#include "sync/server/shop_commands.h"
#include "sync/server/shops.h"
#include "sync/server/staff_commands.h"

#include <cstdio>
#include <fstream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace kopilka::sync {
namespace {

struct Words {  // what the command line said
    Place place;
    ServeWords serve;
    CodeWords code;
    std::string file;
    std::string erased;
    CaseWords cases;
    CardWords card;
    AccessWords access;
    MemberWords member;
    JournalWords journal;
};

template <typename Work>
int with_database(const Words& words, const Work& work) {
    auto database = open_database(words.place);
    if (!database) return say_no(database.error());
    if (const auto chain = open_chain(**database); !chain) return say_no(chain.error());
    return work(**database);
}

// A command of its own file: on the store, with the data folder and its own words.
template <typename Its>
auto on_store(int (*work)(Database&, const std::string& folder, const Its&), Its Words::*its) {
    return [work, its](const Words& words) {
        return with_database(words, [&](Database& database) {
            return work(database, words.place.data, words.*its);
        });
    };
}

Result<std::string> read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(Errc::NotFound, "cannot read " + path);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

template <typename Import>
int import_file(const Words& words, std::string_view what, const Import& import) {
    const auto text = read_file(words.file);
    if (!text) return say_no(text.error());
    return with_database(words, [&](Database& database) {
        const Result<Imported> done = import(database, *text);
        if (!done) return say_no(done.error());
        fmt::print("{} {} read, {} new or changed, {} removed\n", done->read, what, done->changed,
                   done->removed);
        return static_cast<int>(kDone);
    });
}

int publish_file(const Words& words) {
    return with_database(words, [&](Database& database) {
        const auto done = publish(database, words.file);
        if (!done) return say_no(done.error());
        fmt::print("{} {}\n", done->is_new ? "published" : "published before", done->hash);
        return static_cast<int>(kDone);
    });
}

int back_up_store(const Words& words) {
    const auto done = back_up(words.place, words.file);
    if (!done) return say_no(done.error());
    fmt::print("{} holds the store and the server's keys: keep it as carefully as the server\n",
               words.file);
    return kDone;
}

int restore_store(const Words& words) {
    if (!words.erased.empty()) {
        if (auto taken = take_over_erasures(words.erased, words.place.data); !taken)
            return say_no(taken.error());
    }
    const auto done = restore(words.file, words.place, now());
    if (!done) return say_no(done.error());
    fmt::print("restored from {}: start the server; tills send again what it does not hold\n",
               words.file);
    return kDone;
}

// Builds the command line; `chosen` becomes what to do.
class CommandLine {
public:
    CommandLine(Words& words, std::function<int()>& chosen) : words_(words), chosen_(chosen) {
        app_.require_subcommand(1);
        app_.add_option("--data", words.place.data, "the server's folder")->required();
        add_database(app_);
        add_serve();
        add_tills();
        add_files();
        add_sums();
        add_decisions();
        add_backups();
        add_cards();
        add_access();
        add_members();
        add_staff_commands(app_, adder());
        add_membership_commands(app_, adder());
        add_shop_commands(app_, adder());
        add_price_commands(app_, adder());
        add_lease_commands(app_, adder());
    }
    CLI::App& app() { return app_; }

private:
    template <typename Work>
    CLI::App* command(CLI::App& parent, const std::string& name, const std::string& what,
                      Work work) {
        CLI::App* added = parent.add_subcommand(name, what);
        added->callback([this, work] { chosen_ = [this, work] { return work(words_); }; });
        return added;
    }

    // For commands of a file of their own. Where a verb follows, the command before it does
    // nothing.
    CommandAdder adder() {
        return [this](CLI::App& added, StoreWork work) {
            added.callback([this, &added, work = std::move(work)] {
                if (!added.get_subcommands().empty()) return;
                chosen_ = [this, work] {
                    return with_database(words_, [&](Database& database) {
                        return work(database, words_.place.data);
                    });
                };
            });
        };
    }

    void add_database(CLI::App& to) {
        to.add_option("--database", words_.place.database,
                      "postgresql://USER@HOST/NAME, its password in ~/.pgpass; empty: SQLite in the"
                      " data folder");
    }

    void add_serve() {
        CLI::App* added =
            command(app_, "serve", "run the server until SIGTERM or SIGINT",
                    [](const Words& words) { return serve(words.place, words.serve); });
        ServeWords& its = words_.serve;
        added->add_option("--listen", its.listen, "HOST:PORT; port 0 takes a free one");
        added->add_option("--port-file", its.port_file, "where to write the port");
        added->add_option("--upstream", its.upstream,
                          "central's HOST:PORT: be the store server of the store that this folder"
                          " joined");
        add_database(*added);
        CLI::App* joined =
            command(app_, "join", "make this the store server of a store, with a code",
                    [](const Words& words) { return join(words.place, words.serve); });
        joined->add_option("--upstream", its.upstream, "central's HOST:PORT")->required();
        joined->add_option("--code", its.code, "of central enrol-code --store-server")->required();
    }

    void add_tills() {
        CLI::App* code = command(
            app_, "enrol-code",
            std::string("print a one-time code for one till, or a store server") + kOpensStore,
            on_store(print_code_command, &Words::code));
        code->add_option("--store", words_.code.store, "store id")->required();
        CLI::Option_group* const whose = code->add_option_group("for", "whom");
        whose->add_option("--till", words_.code.till, "till id, unique in the chain");
        whose->add_option("--store-server", words_.code.store_server,
                          "an id, unique in the chain as tills' are, for the server in the store");
        whose->require_option(1);
    }

    void add_files() {
        CLI::App* import = app_.add_subcommand("import", "take over a file");
        import->require_subcommand(1);
        file(command(*import, "catalogue", std::string("goods and categories, JSON") + kOpensStore,
                     [](const Words& words) {
                         return import_file(words, "goods", [&](Database& db, const auto& text) {
                             return import_catalogue(db, text, words.file);
                         });
                     }));
        file(command(
            *import, "members",
            std::string("members, JSON; \"today\" is the day in the imported shop") + kOpensStore,
            [](const Words& words) {
                return import_file(words, "members", [&](Database& db, const auto& text) {
                    return import_members(db, text, words.file, {now(), shop_offset_now(db)});
                });
            }));
        command(*import, "journal", std::string("what till journal export wrote") + kOpensStore,
                on_store(import_journal_command, &Words::journal))
            ->add_option("FILE", words_.journal.file)
            ->required();
        file(command(app_, "publish",
                     std::string("a manifest of programmes, or one programme file") + kOpensStore,
                     publish_file));
    }
    void file(CLI::App* added) { added->add_option("FILE", words_.file)->required(); }

    // For whoever decides: it is kept with the decision.
    void who_and_why(CLI::App* added) {
        added->add_option("--by", words_.cases.by, "who decides")->required();
        added->add_option("--why", words_.cases.why, "why")->required();
    }

    void add_sums() {
        CLI::App* status =
            command(app_, "status", std::string("what the server holds") + kOpensStore,
                    on_store(status_command, &Words::cases));
        CLI::App* sums =
            command(app_, "reconcile",
                    std::string("do the sums agree? a case for each difference; exit 1 if not") +
                        kOpensStore,
                    on_store(reconcile_command, &Words::cases));
        sums->add_option("--csv", words_.cases.csv, "where to write the sums as a table too");
        CLI::App* table = app_.add_subcommand("export", "write a table for a spreadsheet, CSV");
        table->require_subcommand(1);
        CLI::App* days = command(*table, "sums", std::string("per till and day") + kOpensStore,
                                 on_store(export_sums_command, &Words::cases));
        CLI::App* cases = command(*table, "cases", std::string("open and decided") + kOpensStore,
                                  on_store(export_cases_command, &Words::cases));
        for (CLI::App* added : {days, cases})
            added->add_option("FILE", words_.cases.file, "-: standard output")->required();
        for (CLI::App* added : {status, sums}) added->add_flag("--json", words_.cases.json);
        for (CLI::App* added : {status, sums, days})
            added->add_option("--outbox", words_.cases.outboxes,
                              "what till outbox --json wrote at a till that has not sent it all;"
                              " once for each");
    }

    void add_decisions() {
        CLI::App* decide =
            command(app_, "resolve", std::string("decide a case, once and signed") + kOpensStore,
                    on_store(resolve_command, &Words::cases));
        decide->add_option("CASE,--case", words_.cases.incident, "its id");
        decide->add_option("ACTION,--decision", words_.cases.action,
                           "one of those that central reconcile names for the case");
        who_and_why(decide);
        CLI::App* close =
            command(app_, "close",
                    std::string("close the books: what comes later is an adjustment") + kOpensStore,
                    on_store(close_command, &Words::cases));
        close->add_option("--through", words_.cases.through, "the last day, like 2026-05-31")
            ->required();
        who_and_why(close);
        CLI::App* decisions = app_.add_subcommand("decisions", "who decided what, and why");
        decisions->require_subcommand(1);
        command(*decisions, "list", std::string("each in order") + kOpensStore,
                on_store(list_decisions_command, &Words::cases))
            ->add_flag("--json", words_.cases.json);
        command(*decisions, "verify", std::string("is each as it was? exit 1 if not") + kOpensStore,
                on_store(verify_decisions_command, &Words::cases));
    }

    void add_backups() {
        command(app_, "backup",
                std::string("copy the store and the server's keys into a new folder") + kOpensStore,
                back_up_store)
            ->add_option("--to", words_.file, "the new folder")
            ->required();
        CLI::App* again =
            command(app_, "restore", "begin again from such a folder; no server may be running",
                    restore_store);
        again->add_option("--from", words_.file, "what central backup made")->required();
        again->add_option(
            "--erased", words_.erased,
            "the newest copy of the file \"erased\", where the server's folder is lost");
    }

    void add_cards() {
        CLI::App* card = app_.add_subcommand("card", "cards in customers' phones");
        card->require_subcommand(1);
        CLI::App* give = command(
            *card, "certify",
            std::string("give a member's card to a phone: prints its certificate") + kOpensStore,
            on_store(certify_command, &Words::card));
        give->add_option("--member", words_.card.member, "the member's id")->required();
        give->add_option("--days", words_.card.days, "how long it is good for; 365")
            ->check(CLI::Range(1, 3650));
        CLI::App* lost = command(
            *card, "revoke", std::string("a phone was lost: close the card in it") + kOpensStore,
            on_store(revoke_command, &Words::card));
        for (CLI::App* added : {give, lost})
            added->add_option("--device", words_.card.device, "the phone's public key")->required();
        command(*card, "list", std::string("phones that have a card") + kOpensStore,
                [](const Words& words) { return with_database(words, list_phones_command); });
        CLI::App* change = command(*card, "change-key",
                                   std::string("sign with a new key from now on") + kOpensStore,
                                   on_store(change_key_command, &Words::card));
        change->add_flag("--drop-older", words_.card.drop_older,
                         "and believe no older one: every phone needs a new certificate");
    }

    void add_access() {
        CLI::App* lost = command(
            app_, "revoke",
            std::string("a till was lost: its certificate opens nothing any more") + kOpensStore,
            on_store(revoke_till_command, &Words::access));
        lost->add_option("--till", words_.access.till, "till id")->required();
        lost->add_option("--why", words_.access.why, "why, for the one who asks later")->required();
        CLI::App* in = command(
            app_, "admit",
            std::string("give a person a certificate for asking over the network") + kOpensStore,
            on_store(admit_command, &Words::access));
        in->add_option("--role", words_.access.role,
                       "manager: of one store; administrator: of the chain")
            ->required()
            ->check(CLI::IsMember({"manager", "administrator"}));
        in->add_option("--store", words_.access.store, "a manager's store");
        in->add_option("--out", words_.access.file, "where to write key and certificate, PEM")
            ->required();
        CLI::App* out =
            command(app_, "dismiss", std::string("take a person's certificates back") + kOpensStore,
                    on_store(dismiss_command, &Words::access));
        for (CLI::App* added : {in, out})
            added->add_option("--name", words_.access.name, "who")->required();
        command(app_, "people", std::string("who has a certificate") + kOpensStore,
                on_store(people_command, &Words::access));
    }

    void add_members() {
        CLI::App* member = app_.add_subcommand("member", "the chain's members");
        member->require_subcommand(1);
        CLI::App* find =
            command(*member, "find",
                    std::string("print the ids of who has a phone, or a card") + kOpensStore,
                    on_store(find_member_command, &Words::member));
        CLI::Option_group* by = find->add_option_group("by");
        by->add_option("--phone", words_.member.phone, "like +79991234567");
        by->add_option("--card", words_.member.card, "its number; looks at every member");
        by->require_option(1);
        CLI::App* erase =
            command(*member, "erase",
                    std::string("forget a person who asks for it, for good and at every till") +
                        kOpensStore,
                    on_store(erase_member_command, &Words::member));
        erase->add_option("ID", words_.member.id, "the member's id")->required();
        erase->add_option("--by", words_.member.by, "who decides")->required();
        erase->add_option("--why", words_.member.why, "why")->required();
    }

    Words& words_;
    std::function<int()>& chosen_;
    CLI::App app_{"The central server of Kopilka tills."};
};

}  // namespace

int central(int count, char** words) {
    Words said;
    std::function<int()> chosen;
    CommandLine line(said, chosen);
    try {
        line.app().parse(count, words);
    } catch (const CLI::ParseError& error) {
        return line.app().exit(error) == 0 ? kDone : kWrongUse;
    }
    return chosen();
}

}  // namespace kopilka::sync
