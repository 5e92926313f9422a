// What a till does while somebody waits: finds who shows a card or says a phone, among a million
// and ten million members, and puts a sale on the disk. Each beside the reads, the cryptography and
// the commit that it cannot do without.
#include "pos/sale/lots.h"
#include "pos/store/cache.h"
#include "pos/store/cache_schema.h"
#include "pos/store/secret_box.h"
#include "tests/bench/bench.h"
#include "tests/store/fixture.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace kopilka::bench {
namespace {

using Clock = std::chrono::steady_clock;

double microseconds(Clock::duration length) {
    return std::chrono::duration<double, std::micro>(length).count();
}

template <typename T>
T expected(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().detail);
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

std::string digits(std::uint64_t n, int count) {
    char text[24];
    std::snprintf(text, sizeof text, "%0*llu", count, static_cast<unsigned long long>(n));
    return text;
}
std::string card_of(std::uint64_t n) { return "29" + digits(n, 11); }
std::string phone_of(std::uint64_t n) { return "+79" + digits(n, 9); }

// As the demo's members are: a name, a phone, a card, three lots, a stamp card.
Member member_of(std::uint64_t n) {
    Member member;
    member.view.id = member_id(static_cast<std::uint32_t>(n));
    member.view.joined = Date{20'000};
    member.view.tier = TierId{"gold"};
    member.view.purchases = 12;
    member.view.lifetime_spend = Money::of(1'250'000);
    member.view.stamps["coffee"] = 4;
    Account& account = member.view.accounts[ProgrammeId{"bonus"}];
    for (const std::int64_t amount : {30'000, 40'000, 20'000})
        account.lots.push_back({Points::of(amount), stamp().at.instant, std::nullopt});
    member.person = {"Анна", "Иванова" + std::to_string(n % 5'000), phone_of(n)};
    member.cards = {card_of(n)};
    return member;
}

Keys some_keys() {
    Keys keys;
    keys.cache.fill(1);
    keys.lookup.fill(2);
    return keys;
}

// A cache of so many members, closed again.
class FilledCache {
public:
    explicit FilledCache(std::uint64_t members)
        : lock_(expected(DataFolder::lock(folder_.path()))) {
        constexpr std::uint64_t kAtOnce = 20'000;
        Cache cache = open();
        for (std::uint64_t n = 0; n < members;) {
            CacheDelta delta;
            for (; delta.members.size() < kAtOnce && n < members; ++n)
                delta.members.push_back(member_of(n));
            delta.position = n;
            expected(cache.apply(delta));
        }
    }
    Cache open() const { return expected(Cache::open(lock_, some_keys())); }
    lmdb::Environment open_bare() const {
        return expected(
            lmdb::Environment::open({cache_folder(folder_.path()), lmdb::Access::Read,
                                     CacheTuning{}.map_bytes, 0, schema::cache_tables()}));
    }

private:
    TemporaryFolder folder_;
    DataFolder lock_;
};

// What is wanted of a member who shows up: who it is, and what can be spent.
Points spendable(const Member& member) {
    return active_balance(member.view.accounts.at(ProgrammeId{"bonus"}), stamp().at.instant);
}
Points by_card(const Cache& cache, std::uint64_t n) {
    return spendable(expected(cache.member_by_card(card_of(n))).value());
}
Points by_phone(const Cache& cache, std::uint64_t n) {
    const auto members = expected(cache.members_by_phone(phone_of(n)));
    if (members.size() != 1) throw std::runtime_error("a member is missing");
    return spendable(members[0]);
}
// The same two reads, the keyed hash and the opening of the box; nothing is made of the bytes.
Bytes bare(const lmdb::Environment& environment, std::uint64_t n) {
    const Keys keys = some_keys();
    const auto transaction = expected(environment.begin_read());
    const Bytes prefix = schema::exactly(schema::PeopleIndex::Card, card_of(n), keys.lookup);
    const auto item = lmdb::Cursor(transaction, schema::kPeopleIndex).at_or_after(prefix);
    const auto value = transaction.get(schema::kPeople, schema::member_of_key(item.value().key));
    return unseal(value.value(), keys.cache).value();
}

// Of random members, in turns, so that what else the machine does is in all.
struct LookUps {
    Times card, phone, bare;
};
LookUps look_up_warm(const FilledCache& filled, std::uint64_t members, double seconds) {
    const Cache cache = filled.open();
    const lmdb::Environment environment = filled.open_bare();
    std::mt19937_64 random(1);
    LookUps found;
    const auto time = [&](Times& times, auto&& look) {
        const std::uint64_t n = random() % members;
        const auto start = Clock::now();
        look(n);
        times.sorted.push_back(microseconds(Clock::now() - start));
    };
    const auto turn = [&] {
        time(found.card, [&](std::uint64_t n) { by_card(cache, n); });
        time(found.phone, [&](std::uint64_t n) { by_phone(cache, n); });
        time(found.bare, [&](std::uint64_t n) { bare(environment, n); });
    };
    // Warm: each page was read before.
    for (std::uint64_t n = 0; n < members; n += 3) by_card(cache, n);
    const auto start = Clock::now();
    while (microseconds(Clock::now() - start) < seconds * 1e6) turn();
    for (Times* times : {&found.card, &found.phone, &found.bare}) std::ranges::sort(times->sorted);
    return found;
}

// How long a look-up takes as the first one of a process of its own, which `begin` makes ready;
// microseconds.
template <typename Begin, typename Look>
double first_in_new_process(Begin begin, Look look) {
    int ends[2]{};
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    const pid_t child = fork();
    if (child == 0) {
        const auto store = begin();
        const auto start = Clock::now();
        look(store);
        const double took = microseconds(Clock::now() - start);
        const bool told = write(ends[1], &took, sizeof took) == sizeof took;
        _exit(told ? 0 : 1);
    }
    close(ends[1]);
    double took = 0;
    const bool heard = read(ends[0], &took, sizeof took) == sizeof took;
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (!heard || status != 0) throw std::runtime_error("a process failed");
    return took;
}

struct Cold {
    Times ours, bare;
};
Cold look_up_cold(const FilledCache& filled, std::uint64_t members) {
    constexpr int kTimes = 101;
    std::mt19937_64 random(2);
    Cold cold;
    for (int i = 0; i < kTimes; ++i) {
        cold.ours.sorted.push_back(first_in_new_process(
            [&] { return filled.open(); },
            [n = random() % members](const Cache& cache) { by_card(cache, n); }));
        cold.bare.sorted.push_back(first_in_new_process(
            [&] { return filled.open_bare(); },
            [n = random() % members](const lmdb::Environment& store) { bare(store, n); }));
    }
    for (Times* times : {&cold.ours, &cold.bare}) std::ranges::sort(times->sorted);
    return cold;
}

std::vector<Row> look_ups(std::uint64_t members, const Options& options) {
    const FilledCache filled(members);
    const Cold cold = look_up_cold(filled, members);
    const LookUps warm = look_up_warm(filled, members, 2 * options.seconds);
    const std::string of = "of " + std::to_string(members / 1'000'000) + " M members";
    return {at_most("by card, " + of + ": p99", warm.card.at(0.99), "us", 20,
                    std::to_string(warm.card.sorted.size()) + " of them"),
            at_most("by phone, " + of + ": p99", warm.phone.at(0.99), "us", 20),
            {"the reads, hash and decryption alone: p99", warm.bare.at(0.99), "us", "", {}, ""},
            at_most("by card, against these, medians", warm.card.median() / warm.bare.median(), "x",
                    1.3, "by phone " + std::to_string(warm.phone.median() / warm.bare.median())),
            {"the first one of a new process, by card", cold.ours.median(), "us", "", {}, ""},
            at_most("the same, against the reads alone", cold.ours.median() / cold.bare.median(),
                    "x", 1.3)};
}

std::vector<Row> sales(const Options& options) {
    TillFolder till;
    begin(till);
    const TemporaryFolder other;
    auto environment = expected(lmdb::Environment::open(
        {other / "bare", lmdb::Access::Write, std::size_t{1} << 30, 0, {"values"}}));
    constexpr lmdb::Table kValues{0};
    std::uint64_t number = 0;
    Times ours, bare;
    Bytes value;
    const auto start = Clock::now();
    while (microseconds(Clock::now() - start) < 4 * options.seconds * 1e6) {
        const JournalEntry entry = sale(++number, 5, member_id(1));
        const auto first = Clock::now();
        const auto places = expected(till.journal().append(std::span(&entry, 1), stamp()));
        ours.sorted.push_back(microseconds(Clock::now() - first));
        if (value.empty()) value = expected(till.journal().raw_after({}, 2, 1 << 20)).back().bytes;
        ByteWriter key;
        key.u64(number);
        const auto second = Clock::now();
        auto transaction = expected(environment.begin_write());
        expected(transaction.put(kValues, key.bytes(), value));
        expected(transaction.commit());
        bare.sorted.push_back(microseconds(Clock::now() - second));
    }
    for (Times* times : {&ours, &bare}) std::ranges::sort(times->sorted);
    return {
        {"a sale of 5 lines is on the disk",
         ours.median(),
         "us",
         "",
         {},
         std::to_string(number) + " sales of " + std::to_string(value.size()) + " bytes"},
        {"one bare put of these bytes and commit", bare.median(), "us", "", {}, ""},
        at_most("a sale against a bare put and commit", ours.median() / bare.median(), "x", 1.2)};
}

auto of(std::uint64_t millions) {
    return [millions](const Options& options) { return look_ups(millions * 1'000'000, options); };
}

}  // namespace

std::vector<Benchmark> till_benchmarks() {
    return {{"till.sale", sales}, {"till.look_up", of(1)}, {"till.look_up_10", of(10)}};
}

}  // namespace kopilka::bench
