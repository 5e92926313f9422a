// What is left of people: in a core of the till, of the real program in its windows, whoever steals
// one learns who stands at the counter, and nobody who was there before; in folders and logs,
// nobody; of a member who was erased, nothing that leads to her.
#include "pos/core/ids.h"
#include "pos/core/utf8.h"
#include "tests/support/clear_text.h"
#include "tests/support/seeded_people.h"
#include "tests/window/counter.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kopilka {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kNobodyFound = "Участник не найден";

std::string member_id(std::size_t n) {
    return std::to_string(1'000'000 + n) + std::string(25, 'e');
}

// As the screen's keyboard has them.
std::string small_letters(const SeededPeople& people, std::size_t n) {
    const std::string capital = "Ъ";
    return "ъ" + people.surnames[n].substr(capital.size());
}

enum class Page { Digits, Letters };
// The screen opens where it was left.
void open_search(Counter& counter, Page page) {
    const auto shows = [&](const char* id) { return counter.seen().find(id) != nullptr; };
    counter.tap("member");
    EXPECT_TRUE(eventually([&] { return shows("by.1") || shows("letter.ъ"); }));
    if (page == Page::Letters && shows("by.1")) counter.tap("by.1");
    if (page == Page::Digits && shows("letter.ъ")) counter.tap("back");
}

void find_by_phone(Counter& counter, const SeededPeople& people, std::size_t n) {
    open_search(counter, Page::Digits);
    counter.tap_keys(people.phones[n].substr(1));
    counter.tap("confirm");
}

void find_by_name(Counter& counter, const SeededPeople& people, std::size_t n) {
    open_search(counter, Page::Letters);
    counter.tap_letters(small_letters(people, n));
    counter.tap("confirm");
}

void find(Counter& counter, const SeededPeople& people, std::size_t n) {
    switch (n % 3) {
        case 0: counter.scan(people.cards[n]); break;
        case 1: find_by_phone(counter, people, n); break;
        default: find_by_name(counter, people, n);
    }
}

void sell_to(Counter& counter, const SeededPeople& people, std::size_t n) {
    find(counter, people, n);
    ASSERT_TRUE(counter.cashier_reads(people.first_names[n]))
        << n << counter.seen().cashier << counter.log();
    counter.scan("4600000013794");
    EXPECT_TRUE(counter.sees("line.1"));
    counter.tap("pay");
    counter.tap("exact");
    EXPECT_TRUE(counter.customer_reads(people.first_names[n]));
    counter.tap("next");
    EXPECT_TRUE(counter.sees("search"));
}

// Names are typed without capitals, and a text that was cleared lacks its first byte only: each is
// looked for without its first letter as well.
std::vector<std::string> with_small_letters(std::vector<std::string> texts) {
    for (std::size_t n = texts.size(); n-- > 0;) {
        const std::u32string letters = to_code_points(texts[n]);
        if (letters.size() >= 8) texts.push_back(to_utf8(letters.substr(1)));
    }
    return texts;
}

// The cashiers' names are on the tiles of the sign-in screen and on receipts, so the till's memory
// has them while it runs. In its folders and its log they are encrypted like a customer's. Of the
// server's database they are no secret: who works where is the office's own list.
TEST(ACoreOfTheTill, NamesNobodyWhoHasLeft) {
#ifdef __SANITIZE_THREAD__
    GTEST_SKIP() << "ThreadSanitizer keeps notes on the till's memory, of terabytes";
#endif
    const SeededPeople people = seed_people(1'000);
    const std::string cashier = "Цваркгнек";
    Counter counter;
    counter.import_members(people.json);
    counter.hire("tsvark", cashier, "4826");
    counter.open_till("1024x768", "ru", Counter::Cores::Allowed);
    counter.sign_in("tsvark", "4826");
    counter.open_shift();
    for (std::size_t n = 0; n < 6 && !HasFatalFailure(); ++n) sell_to(counter, people, n);
    EXPECT_TRUE(counter.everything_is_sent());
    const std::vector<std::string> texts = with_small_letters(people.texts());
    EXPECT_THAT(clear_text(texts, people.phones, {counter.memory()}), IsEmpty());
    EXPECT_THAT(clear_text(texts, people.phones, counter.kept_places()), IsEmpty());
    EXPECT_THAT(
        clear_text({cashier, "Лебедева", "Lebedeva", "Журавлёва"}, {}, counter.places_of_till()),
        IsEmpty());

    // The control: this is where they would be found.
    counter.scan(people.cards[9]);
    EXPECT_TRUE(counter.cashier_reads(people.first_names[9]));
    EXPECT_THAT(clear_text(people.first_names, {}, {counter.memory()}),
                Contains(HasSubstr(people.first_names[9])));
    EXPECT_THAT(clear_text({cashier}, {}, {counter.memory()}), Not(IsEmpty()));
}

// Her id stands beside everything of hers in the cache: as the key of her encrypted data, and in
// each entry by which card, phone or name is found. So where it is nowhere in the file, free pages
// included, nothing of the file leads to her. (That the encrypted data itself has left the file is
// seen in tests/store.) The journal keeps the id: of sales that were, without a name.
TEST(AnErasedMember, IsForgottenByTheTillAtItsNextSync) {
    constexpr std::size_t kHer = 7;
    const SeededPeople people = seed_people(20);
    const MemberId id = parse_member_id(member_id(kHer)).value();
    const std::string trace(id.value.begin(), id.value.end());
    Counter counter;
    counter.import_members(people.json);
    counter.open_till("1024x768", "ru");
    counter.sign_in();
    counter.open_shift();
    sell_to(counter, people, kHer);
    EXPECT_TRUE(counter.everything_is_sent());
    ASSERT_TRUE(counter.cache_has(trace));

    counter.erase_member(member_id(kHer));
    EXPECT_TRUE(eventually([&] { return !counter.cache_has(trace); }, 60)) << counter.log();
    EXPECT_THAT(clear_text({people.first_names[kHer], people.surnames[kHer], people.cards[kHer]},
                           {people.phones[kHer]}, counter.kept_places()),
                IsEmpty());

    const auto is_unknown = [&] {
        EXPECT_TRUE(counter.cashier_reads(kNobodyFound)) << counter.seen().cashier;
        EXPECT_THAT(counter.seen().cashier, Not(HasSubstr(people.first_names[kHer])));
        // Somebody else clears the words away.
        sell_to(counter, people, 3);
        EXPECT_THAT(counter.seen().cashier, Not(HasSubstr(kNobodyFound)));
    };
    counter.scan(people.cards[kHer]);
    is_unknown();
    find_by_phone(counter, people, kHer);
    is_unknown();
    find_by_name(counter, people, kHer);
    is_unknown();
}

// A till that waits for a picture in a pipe, as its kernel shows it to others.
class WaitingTill {
public:
    explicit WaitingTill(const char* cores) {
        EXPECT_EQ(mkfifo(pipe_.c_str(), 0600), 0);
        setenv("ASAN_OPTIONS", "detect_leaks=0:disable_coredump=0", 1);
        if (cores != nullptr) setenv("KOPILKA_CORES", cores, 1);
        std::vector<std::string> words{BINARY_DIR "/bin/till", "decode", pipe_};
        // A group of its own, by which others see whether the kernel gave its files to root.
        if (getuid() == 0)
            words.insert(words.begin(), {"/usr/bin/setpriv", "--regid=65534", "--clear-groups"});
        till_ = std::make_unique<Process>(words, (folder_ / "log").string());
        unsetenv("KOPILKA_CORES");
        EXPECT_TRUE(
            eventually([&] { return (end_ = open(pipe_.c_str(), O_WRONLY | O_NONBLOCK)) >= 0; }));
    }
    ~WaitingTill() { close(end_); }
    WaitingTill(const WaitingTill&) = delete;
    WaitingTill& operator=(const WaitingTill&) = delete;

    std::string core_limit() const {
        std::ifstream limits(place() + "/limits");
        for (std::string line; std::getline(limits, line);)
            if (line.starts_with("Max core file size")) return line;
        return {};
    }
    // proc(5): the files of a process that is not dumpable belong to root.
    bool is_dumpable() const {
        struct stat about {};
        EXPECT_EQ(stat((place() + "/environ").c_str(), &about), 0);
        return about.st_gid != 0;
    }

private:
    std::string place() const { return "/proc/" + std::to_string(till_->id()); }
    TemporaryFolder folder_;
    std::string pipe_ = (folder_ / "picture").string();
    std::unique_ptr<Process> till_;
    int end_ = -1;
};

TEST(ATill, LeavesNoCoreUnlessAskedForOneInSoManyWords) {
    const auto least = testing::ContainsRegex("size +1 +1 +bytes");
    for (const char* not_asked : {static_cast<const char*>(nullptr), "", "0", "yes", "11"}) {
        const WaitingTill till(not_asked);
        EXPECT_THAT(till.core_limit(), least);
        EXPECT_FALSE(till.is_dumpable());
    }
    const WaitingTill asked("1");
    EXPECT_THAT(asked.core_limit(), AllOf(HasSubstr("bytes"), Not(least)));
    EXPECT_TRUE(asked.is_dumpable());
}

}  // namespace
}  // namespace kopilka
