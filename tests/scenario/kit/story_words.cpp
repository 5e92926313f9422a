#include "tests/scenario/kit/story_words.h"

#include "pos/app/script_acts.h"
#include "pos/store/journal_queries.h"
#include "sync/server/feed.h"
#include "tests/scenario/kit/office_words.h"
#include "tests/scenario/kit/phone_words.h"
#include "tests/support/program.h"

#include <algorithm>
#include <future>
#include <thread>

namespace kopilka {
namespace {

using app::Arguments;
using app::Complaint;
using app::Vocabulary;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPatience{30'000};

Complaint complaint(const Result<void>& result) {
    return result ? std::nullopt : Complaint(result.error().detail);
}

// Looks again and again until there is nothing to complain of, or the patience ends.
Complaint in_time(const std::function<Complaint()>& look) {
    const auto end = steady_clock::now() + kPatience;
    while (true) {
        Complaint found = look();
        if (!found || steady_clock::now() > end) return found;
        std::this_thread::sleep_for(milliseconds(20));
    }
}

void add_places(Vocabulary& words, StoryShop& shop) {
    words.add("at till {word}",
              [&shop](const Arguments& said) { return complaint(shop.go_to(said.text(0))); });
    const auto mood = [&](std::string_view pattern, ServerMood now) {
        words.add(pattern, [&shop, now](const Arguments&) -> Complaint {
            shop.set_server(now);
            return std::nullopt;
        });
    };
    mood("server starts", ServerMood::Fine);
    mood("server stops", ServerMood::Off);
    mood("server is slow", ServerMood::Slow);
    mood("server talks nonsense", ServerMood::Nonsense);
}

void add_acts_here(Vocabulary& words, StoryShop& shop) {
    words.add("scan the last receipt", [&shop](const Arguments&) -> Complaint {
        const auto& last = shop.till().stage().desk.last_paper;
        const auto* sale = last ? std::get_if<SaleReceipt>(&last->paper) : nullptr;
        if (sale == nullptr) return "the last paper of this till is not a receipt";
        shop.till().scan(receipt_code(sale->id, sale->hash), "]Q1");
        return std::nullopt;
    });
    words.add("wait until this till has heard everything", [&shop](const Arguments&) {
        return shop.hears_everything(kPatience) ? std::nullopt
                                                : Complaint("not everything came within 30 s");
    });
}

void add_time(Vocabulary& words, StoryShop& shop) {
    const auto pass = [&](std::string_view pattern, std::int64_t unit_ms) {
        words.add(pattern, [&shop, unit_ms](const Arguments& said) -> Complaint {
            const auto units = static_cast<std::int64_t>(said.number(0));
            shop.set_clock({shop.now().ms + units * unit_ms});
            return std::nullopt;
        });
    };
    pass("{number} minutes pass", 60'000);
    pass("{number} days pass", 86'400'000);
    words.add("it is {word} {word}", [&shop](const Arguments& said) -> Complaint {
        const auto time = parse_local_time(said.text(0) + "T" + said.text(1) + ":00+03:00");
        if (!time) return "write it as: it is 2026-06-16 14:30";
        shop.set_clock(time->instant);
        return std::nullopt;
    });
    words.add("stopwatch starts", [&shop](const Arguments&) -> Complaint {
        shop.stopwatch = steady_clock::now();
        return std::nullopt;
    });
    words.add("expect it took less than {number} ms", [&shop](const Arguments& said) -> Complaint {
        const auto took =
            std::chrono::duration_cast<milliseconds>(steady_clock::now() - shop.stopwatch);
        testing::Test::RecordProperty("stopwatch_ms", std::to_string(took.count()));
        if (took < milliseconds(said.number(0))) return std::nullopt;
        return "it took " + std::to_string(took.count()) + " ms";
    });
}

// Sales, or returns, that the server has booked.
struct Booked {
    std::uint64_t count = 0;
    Money sum;
};
Booked booked(const StoryShop& shop, bool returns) {
    Booked all;
    const auto store = shop.central().store();
    static_cast<void>(store->read([&] {
        const sync::Rows rows = store->run(
            "SELECT count(*), coalesce(sum(abs(total)), 0) FROM receipt"
            " WHERE is_return = $1 AND status <> 3",
            {sync::value(std::uint64_t{returns ? 1U : 0U})});
        all = {rows.front().natural(0), Money::of(rows.front().integer(1))};
    }));
    return all;
}

// The server's books, once they are as expected or the patience has ended.
void expect_sales(Vocabulary& words, StoryShop& shop) {
    const auto expect = [&](std::string_view pattern, bool returns) {
        words.add(pattern, [&shop, returns](const Arguments& said) {
            return in_time([&]() -> Complaint {
                const Booked found = booked(shop, returns);
                if (found.count == said.number(0) && found.sum == said.money(1))
                    return std::nullopt;
                return "it has " + std::to_string(found.count) + " of " + to_string(found.sum);
            });
        });
    };
    expect("expect server has {number} sales of {money}", false);
    expect("expect server has {number} returns of {money}", true);
    words.add("expect reconcile is clean", [&shop](const Arguments&) {
        return in_time([&]() -> Complaint {
            const sync::Reconciliation found = shop.central().sums();
            const bool clean = found.agrees() && found.incidents.empty() &&
                               std::ranges::all_of(found.tills, [](const sync::TillSums& till) {
                                   return till.waiting == 0 && till.quarantined == 0;
                               });
            return clean ? std::nullopt : Complaint(to_text(found));
        });
    });
    words.add("expect no open cases", [&shop](const Arguments&) -> Complaint {
        const sync::Reconciliation found = shop.central().sums();
        return found.incidents.empty() ? std::nullopt : Complaint(to_text(found));
    });
}

// The opening balance came with the import; what was booked since stands in the member's lots too.
void expect_balance(Vocabulary& words, StoryShop& shop) {
    words.add("expect server balance of {word} is {points} points of {word}",
              [&shop](const Arguments& said) {
                  return in_time([&]() -> Complaint {
                      const auto member = shop.member(said.text(0));
                      if (!member) return member.error().detail;
                      Points sum;
                      const auto& accounts = member->view.accounts;
                      const auto account = accounts.find(ProgrammeId{said.text(2)});
                      if (account != accounts.end())
                          for (const Lot& lot : account->second.lots) sum += lot.amount;
                      if (sum == said.points(1)) return std::nullopt;
                      return "the server says " + to_string(sum);
                  });
              });
}

void expect_tills(Vocabulary& words, StoryShop& shop) {
    words.add("expect journal intact", [&shop](const Arguments&) -> Complaint {
        std::promise<Result<VerifyReport>> answer;
        shop.till().till().shell().store().ask(
            [&](app::StoreRoom& room) { answer.set_value(verify(room.journal)); });
        const auto report = answer.get_future().get();
        if (!report) return report.error().detail;
        return report->bad ? Complaint(report->bad->what) : std::nullopt;
    });
    words.add("expect a second program on this till is refused",
              [&shop](const Arguments&) -> Complaint {
                  static_cast<void>(shop.till());
                  const ProcessSaid said = till_of(shop.places()).run("script -");
                  if (said.code == 2) return std::nullopt;
                  return "it ended with " + std::to_string(said.code) + ": " + said.words;
              });
}

}  // namespace

void add_story_words(Vocabulary& words, StoryShop& shop) {
    add_places(words, shop);
    add_acts_here(words, shop);
    add_time(words, shop);
    expect_sales(words, shop);
    expect_balance(words, shop);
    expect_tills(words, shop);
    add_phone_words(words, shop);
    add_office_words(words, shop);
}

Vocabulary story_vocabulary(StoryShop& shop) {
    Vocabulary words;
    const app::WhichTill which = [&shop]() -> app::ScriptedTill& { return shop.till(); };
    add_acts(words, which, std::filesystem::path(SOURCE_DIR) / "assets/demo/photos");
    add_expectations(words, which);
    add_story_words(words, shop);
    return words;
}

}  // namespace kopilka
