#include "pos/store/cache.h"

#include "pos/store/cache_schema.h"
#include "pos/store/checked_value.h"
#include "pos/store/words.h"
#include "tests/store/fixture.h"

#include <atomic>
#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

namespace kopilka {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Member anna() {
    Member anna;
    anna.view.id = member_id(1);
    anna.view.tier = TierId{"gold"};
    anna.person = {"Анна", "Семёнова", "+79161234567"};
    anna.cards = {"6699000000000037", "KT1-TOKEN"};
    anna.importance = 2;
    anna.feed_position = 7;
    return anna;
}

Member named(std::uint32_t n, std::string surname) {
    Member member;
    member.view.id = member_id(n);
    member.person = {"Имя" + std::to_string(n), std::move(surname),
                     "+7900" + std::to_string(1'000'000 + n)};
    member.cards = {"66990000" + std::to_string(1'000'000 + n)};
    return member;
}

Goods goods(std::string sku, Localized name, std::string barcode) {
    Goods goods;
    goods.sku = Sku{std::move(sku)};
    goods.name = std::move(name);
    goods.barcodes = {std::move(barcode)};
    goods.categories = {"dairy", "food"};
    goods.price = Money::of(8990);
    return goods;
}

std::vector<std::string> skus(const Result<std::vector<Goods>>& found) {
    std::vector<std::string> all;
    for (const Goods& one : found.value()) all.push_back(one.sku.value);
    return all;
}

class CacheTest : public testing::Test {
protected:
    CacheTest() { open(); }
    void open() {
        cache_.reset();
        auto cache = Cache::open(lock_, keys_, {std::size_t{256} << 20});
        if (cache) cache_.emplace(std::move(*cache));
    }
    Cache& cache() { return cache_.value(); }
    void apply(const CacheDelta& delta) {
        const auto applied = cache().apply(delta);
        ASSERT_TRUE(applied.has_value()) << applied.error().detail;
    }

    // The cache's file, opened by somebody else while it is closed.
    std::size_t keys_left_in_indexes() const {
        const auto raw =
            lmdb::Environment::open({cache_folder(folder_.path()),
                                     lmdb::Access::Read,
                                     std::size_t{256} << 20,
                                     0,
                                     {"goods", "goods_index", "people", "people_index"}});
        const auto transaction = raw.value().begin_read().value();
        return transaction.count(schema::kGoodsIndex) + transaction.count(schema::kPeopleIndex);
    }

    // What leads to a member or could be opened: the id, the encrypted value, the keyed hashes.
    // Closes the cache meanwhile.
    std::vector<Bytes> traces_of(const MemberId& id) {
        cache_.reset();
        std::vector<Bytes> traces{Bytes(id.value.begin(), id.value.end())};
        {
            const auto raw =
                lmdb::Environment::open({cache_folder(folder_.path()), lmdb::Access::Read,
                                         std::size_t{256} << 20, 0, schema::cache_tables()});
            const auto transaction = raw.value().begin_read().value();
            const ByteView value = transaction.get(schema::kPeople, id.value).value();
            traces.emplace_back(value.begin(), value.end());
            lmdb::Cursor cursor(transaction, schema::kPeopleIndex);
            for (auto item = cursor.first(); item; item = cursor.next())
                if (std::ranges::equal(item->key.last(id.value.size()), id.value))
                    traces.emplace_back(item->key.begin(), item->key.end());
        }
        open();
        return traces;
    }
    bool is_in_the_file(const Bytes& trace) const {
        std::ifstream in(cache_folder(folder_.path()) / "data.mdb", std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        return bytes.find(as_text(trace)) != std::string::npos;
    }

    TemporaryFolder folder_;
    DataFolder lock_ = DataFolder::lock(folder_.path()).value();
    Keys keys_ = make_keys();
    std::optional<Cache> cache_;
};

TEST_F(CacheTest, FindsAMemberInEveryWay) {
    CacheDelta delta;
    delta.members = {anna(), named(2, "Ли"), named(3, "Семенченко")};
    apply(delta);
    EXPECT_EQ(cache().member(anna().view.id).value(), anna());
    EXPECT_EQ(cache().member_by_card("KT1-TOKEN").value(), anna());
    EXPECT_EQ(cache().member_by_card("6699000000000037").value(), anna());
    EXPECT_EQ(cache().members_by_phone("+79161234567").value(), std::vector{anna()});
    for (const auto* name : {"семенова", " СЕМЁНОВА ", "семёнов"}) {
        EXPECT_EQ(cache().members_by_surname(name, 10).value(), std::vector{anna()}) << name;
    }
    EXPECT_EQ(cache().members_by_surname("Сем", 10)->size(), 2u);
    EXPECT_EQ(cache().members_by_surname("Сем", 1)->size(), 1u);
    EXPECT_EQ(cache().members_by_surname("Ли", 10)->size(), 1u);
    EXPECT_THAT(cache().members_by_surname("Се", 10).value(), IsEmpty())
        << "three letters at least";
    EXPECT_THAT(cache().members_by_surname(" ", 10).value(), IsEmpty());
    EXPECT_EQ(cache().member_by_card("nobody").value(), std::nullopt);
}

TEST_F(CacheTest, ForgetsTheWaysToWhatChangedOrLeft) {
    CacheDelta first;
    first.members = {anna()};
    first.goods = {goods("M1", {"Молоко", "Milk"}, "4600000000017")};
    apply(first);
    Member moved = anna();
    moved.person = {"Анна", "Орлова", "+79990000000"};
    moved.cards = {"new-card"};
    Goods renamed = goods("M1", {"Кефир", "Kefir"}, "4600000000024");
    CacheDelta second;
    second.members = {moved};
    second.goods = {renamed};
    apply(second);
    EXPECT_EQ(cache().member_by_card("KT1-TOKEN").value(), std::nullopt);
    EXPECT_THAT(cache().members_by_phone("+79161234567").value(), IsEmpty());
    EXPECT_THAT(cache().members_by_surname("Семенова", 5).value(), IsEmpty());
    EXPECT_EQ(cache().member_by_card("new-card").value(), moved);
    EXPECT_EQ(cache().goods_by_barcode("4600000000017").value(), std::nullopt);
    EXPECT_THAT(skus(cache().search_goods("молоко", 5)), IsEmpty());
    EXPECT_EQ(cache().goods_by_barcode("4600000000024").value(), renamed);
    CacheDelta third;
    third.members_gone = {anna().view.id};
    third.goods_gone = {Sku{"M1"}, Sku{"never there"}};
    apply(third);
    EXPECT_EQ(cache().member_by_card("new-card").value(), std::nullopt);
    EXPECT_EQ(cache().member_count().value(), 0u);
    EXPECT_THAT(skus(cache().search_goods("кефир", 5)), IsEmpty());
    cache_.reset();
    EXPECT_EQ(keys_left_in_indexes(), 0u) << "nor any trace in the indexes";
}

TEST_F(CacheTest, KeepsNoPageOfAMemberWhoIsGone) {
    CacheDelta all;
    for (std::uint32_t n = 1; n <= 300; ++n) all.members.push_back(named(n, "Ли"));
    all.members[6] = anna();
    all.members[6].view.id = member_id(7);
    apply(all);
    const std::vector<Bytes> first = traces_of(member_id(7));
    CacheDelta later;  // her earlier page stays behind already
    later.members = {all.members[6]};
    later.members[0].person.surname = "Ким";
    later.position = 8;
    apply(later);
    std::vector<Bytes> traces = traces_of(member_id(7));
    ASSERT_GT(traces.size(), 4U) << "her value, her id, her card, phone and names";
    traces.insert(traces.end(), first.begin(), first.end());
    for (const Bytes& trace : traces) EXPECT_TRUE(is_in_the_file(trace)) << "the control";

    CacheDelta gone;
    gone.members_gone = {member_id(7)};
    gone.position = 9;
    apply(gone);
    for (const Bytes& trace : traces) EXPECT_FALSE(is_in_the_file(trace));
    open();
    EXPECT_EQ(cache().member(member_id(7)).value(), std::nullopt);
    EXPECT_EQ(cache().member_by_card("KT1-TOKEN").value(), std::nullopt);
    EXPECT_THAT(cache().members_by_phone("+79161234567").value(), IsEmpty());
    EXPECT_EQ(cache().member(member_id(8)).value(), all.members[7]);
    EXPECT_EQ(cache().member_count().value(), 299U);
    EXPECT_EQ(cache().position().value(), 9U);

    const std::vector<Bytes> others = traces_of(member_id(8));
    ASSERT_TRUE(cache().wipe());
    for (const Bytes& trace : others) EXPECT_FALSE(is_in_the_file(trace));
    apply(all);
    EXPECT_EQ(cache().member(member_id(8)).value(), all.members[7]);
}

// They name the staff in every language.
TEST_F(CacheTest, KeepsTheShopsSettingsEncrypted) {
    const std::string text = "[[staff]]\nname = 'Аглая Венедиктовна'\n";
    const std::string name = "Аглая";
    const Bytes trace(name.begin(), name.end());
    cache_.reset();
    {
        // By an earlier program they are clear.
        auto raw = lmdb::Environment::open({cache_folder(folder_.path()), lmdb::Access::Write,
                                            std::size_t{256} << 20, 0, schema::cache_tables()});
        auto transaction = raw.value().begin_write().value();
        ASSERT_TRUE(
            transaction.put(schema::kFacts, as_bytes("settings"), with_check(as_bytes(text))));
        ASSERT_TRUE(transaction.commit());
    }
    open();
    EXPECT_EQ(cache().settings().value(), text);
    EXPECT_TRUE(is_in_the_file(trace)) << "the control";
    CacheDelta delta;
    delta.settings = text + "# newer";
    apply(delta);
    EXPECT_EQ(cache().settings().value(), text + "# newer");
    EXPECT_FALSE(is_in_the_file(trace));
    ASSERT_TRUE(cache().wipe());
    EXPECT_EQ(cache().settings().value(), std::nullopt);
}

// As the power leaves it between the removal and the new file.
TEST_F(CacheTest, LeavesOldPagesWithTheNextChangeWhereTheRemovalCameNoFurther) {
    CacheDelta all;
    all.members = {anna()};
    apply(all);
    const std::vector<Bytes> traces = traces_of(anna().view.id);
    all.members[0].person.surname = "Ким";
    apply(all);
    EXPECT_TRUE(is_in_the_file(traces[1])) << "the control: her value as it was";
    cache_.reset();
    {
        auto raw = lmdb::Environment::open({cache_folder(folder_.path()), lmdb::Access::Write,
                                            std::size_t{256} << 20, 0, schema::cache_tables()});
        auto transaction = raw.value().begin_write().value();
        ASSERT_TRUE(transaction.put(schema::kFacts, as_bytes("old pages"), with_check({})));
        ASSERT_TRUE(transaction.commit());
    }
    std::filesystem::create_directories(cache_folder(folder_.path()) / "new");
    std::ofstream(cache_folder(folder_.path()) / "new" / "data.mdb") << "half of it";
    open();
    apply({});
    EXPECT_FALSE(is_in_the_file(traces[1]));
    EXPECT_EQ(cache().member(anna().view.id).value(), all.members[0]);
}

TEST_F(CacheTest, KnowsWhatGoodsWillCost) {
    const std::vector<PlannedPrice> planned{{-1, Money::of(9'990)}, {2'000, Money::of(7'500)}};
    CacheDelta first;
    first.goods = {goods("M1", {"Молоко", "Milk"}, "4600000000017"),
                   goods("M2", {"Кефир", "Kefir"}, "4600000000024")};
    first.planned = {{Sku{"M1"}, planned}};
    apply(first);
    open();
    EXPECT_EQ(cache().planned_prices(Sku{"M1"}).value(), planned);
    EXPECT_THAT(cache().planned_prices(Sku{"M2"}).value(), IsEmpty());
    EXPECT_EQ(cache().goods(Sku{"M1"}).value()->price, Money::of(8'990)) << "without them";

    CacheDelta again;  // the article as it is then: nothing is planned any more
    again.goods = {goods("M1", {"Молоко", "Milk"}, "4600000000017")};
    apply(again);
    EXPECT_THAT(cache().planned_prices(Sku{"M1"}).value(), IsEmpty());

    apply(first);
    CacheDelta gone;
    gone.goods_gone = {Sku{"M1"}};
    apply(gone);
    EXPECT_THAT(cache().planned_prices(Sku{"M1"}).value(), IsEmpty());

    apply(first);
    ASSERT_TRUE(cache().wipe());
    EXPECT_THAT(cache().planned_prices(Sku{"M1"}).value(), IsEmpty());
    EXPECT_EQ(cache().position().value(), 0U);
}

TEST_F(CacheTest, FindsGoodsByCodeWordCategoryAndButton) {
    Goods milk = goods("M1", {"Молоко «Луговое» 3,2 %", "Milk Lugovoe 3.2%"}, "4600000000017");
    milk.button = 20;
    Goods more = goods("M2", {"Молоко топлёное", "Baked milk"}, "4600000000024");
    more.button = 3;
    Goods apples = goods("A1", {"Яблоки", "Apples"}, "4600000000031");
    apples.item = "01234";
    apples.categories = {"fruit", "food"};
    CacheDelta delta;
    delta.goods = {milk, more, apples};
    delta.categories = {{"dairy", {"Молочное", "Dairy"}, 0xaabbcc}, {"fruit", {"Фрукты", ""}, 0}};
    apply(delta);
    open();
    EXPECT_EQ(cache().goods(Sku{"A1"}).value(), apples);
    EXPECT_EQ(cache().goods_by_barcode("4600000000031").value(), apples);
    EXPECT_EQ(cache().goods_by_barcode("460000000003").value(), std::nullopt);
    EXPECT_EQ(cache().goods_by_item("01234").value(), apples);
    EXPECT_THAT(skus(cache().search_goods("мол", 5)), ElementsAre("M1", "M2"));
    EXPECT_THAT(skus(cache().search_goods("МОЛОКО топленое", 5)), ElementsAre("M2"));
    EXPECT_THAT(skus(cache().search_goods("lug 3.2", 5)), ElementsAre("M1"));
    EXPECT_THAT(skus(cache().search_goods("milk", 1)), ElementsAre("M1"));
    EXPECT_THAT(skus(cache().search_goods(" % ", 5)), IsEmpty());
    EXPECT_THAT(skus(cache().goods_of_category("food", 9)), ElementsAre("A1", "M1", "M2"));
    EXPECT_THAT(skus(cache().goods_of_category("foo", 9)), IsEmpty());
    EXPECT_THAT(skus(cache().buttons()), ElementsAre("M2", "M1"));
    EXPECT_EQ(cache().categories().value(), delta.categories);
}

TEST_F(CacheTest, KeepsStaffPublicationsSettingsAndPosition) {
    const CachedStaff olga{CashierId{"olga"}, {"Ольга", "Olga"}, Role::Senior, {1}, {}};
    CacheDelta delta;
    delta.staff = {olga};
    delta.publications = {{{1000}, {{"publication.toml", "first"}}},
                          {{2000}, {{"publication.toml", std::string(2'000'000, 'x')}}}};
    delta.settings = "name = 1";
    delta.card_trust = CardTrust{{PublicKey{1}, PublicKey{2}}, {PublicKey{3}}};
    delta.position = 99;
    EXPECT_EQ(cache().card_trust().value(), CardTrust{}) << "nobody, before anything is known";
    apply(delta);
    open();
    EXPECT_EQ(cache().card_trust().value(), delta.card_trust);
    EXPECT_EQ(cache().staff(olga.id).value(), olga);
    EXPECT_EQ(cache().staff().value(), std::vector{olga});
    EXPECT_EQ(cache().settings().value(), "name = 1");
    EXPECT_EQ(cache().position().value(), 99u);
    EXPECT_EQ(cache().publication_at({999}).value(), std::nullopt);
    EXPECT_EQ(cache().publication_at({1000}).value(), delta.publications[0]);
    EXPECT_EQ(cache().publication_at({1999}).value(), delta.publications[0]);
    EXPECT_EQ(cache().publication_at({9999}).value(), delta.publications[1]);
    ASSERT_TRUE(cache().wipe().has_value());
    EXPECT_EQ(cache().position().value(), 0u);
    EXPECT_EQ(cache().publication_at({9999}).value(), std::nullopt);
    EXPECT_THAT(cache().staff().value(), IsEmpty());
    EXPECT_EQ(cache().card_trust().value(), CardTrust{});
}

TEST_F(CacheTest, IsRebuiltWhereOtherKeysMadeIt) {
    cache_.reset();
    const auto other = Cache::open(lock_, make_keys(), {std::size_t{256} << 20});
    ASSERT_FALSE(other.has_value());
    EXPECT_EQ(other.error().code, Errc::Corrupt);
    ASSERT_TRUE(Cache::erase(lock_).has_value());
    EXPECT_TRUE(Cache::open(lock_, make_keys(), {std::size_t{256} << 20}).has_value());
}

std::string everything_in(const std::filesystem::path& folder) {
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
}

TEST_F(CacheTest, WritesNobodysNamePhoneOrCardInTheClear) {
    CacheDelta delta;
    delta.members = {anna()};
    for (std::uint32_t n = 2; n < 300; ++n) delta.members.push_back(named(n, "Фамилия"));
    delta.staff = {{CashierId{"c-17"}, {"Ольга", "Olga"}, Role::Senior, {1}, {}}};
    delta.goods = {goods("M1", {"Молоко", "Milk"}, "4600000000017")};
    apply(delta);
    cache_.reset();
    const std::string disk = everything_in(folder_.path());
    ASSERT_NE(disk.find("Молоко"), std::string::npos) << "the search itself works";
    for (const auto* secret : {"Анна", "Семёнова", "семенова", "79161234567", "9161234567", "Ольга",
                               "Фамилия", "Имя", "6699000000000037", "KT1-TOKEN"}) {
        EXPECT_EQ(disk.find(secret), std::string::npos) << secret;
    }
}

TEST_F(CacheTest, AnswersQuicklyAmongTenThousandMembers) {
    CacheDelta delta;
    for (std::uint32_t n = 0; n < 10'000; ++n) {
        delta.members.push_back(named(n, (n % 2 == 0 ? "Иванов" : "Петров") + std::to_string(n)));
    }
    apply(delta);
    EXPECT_EQ(cache().member_count().value(), 10'000u);
    const auto start = std::chrono::steady_clock::now();
    for (std::uint32_t n = 0; n < 1'000; ++n) {
        const Member& member = delta.members[n * 10];
        ASSERT_EQ(cache().member_by_card(member.cards[0]).value(), member);
        ASSERT_EQ(cache().members_by_phone(member.person.phone)->size(), 1u);
    }
    const auto took = std::chrono::steady_clock::now() - start;
    const auto each = std::chrono::duration_cast<std::chrono::microseconds>(took).count() / 2'000;
    RecordProperty("microseconds_a_lookup", static_cast<int>(each));
    EXPECT_LT(each, 5'000) << "microseconds a look-up";
}

TEST_F(CacheTest, AnswersOtherThreadsWhileADeltaIsApplied) {
    CacheDelta first;
    first.members = {anna()};
    apply(first);
    std::atomic<bool> done = false;
    std::thread reader([&] {
        while (!done) EXPECT_EQ(cache().member_by_card("KT1-TOKEN").value(), anna());
    });
    for (std::uint32_t round = 0; round < 20; ++round) {
        CacheDelta delta;
        for (std::uint32_t n = 2; n < 50; ++n) delta.members.push_back(named(n, "Иванов"));
        delta.members.push_back(anna());
        delta.position = round;
        apply(delta);
    }
    done = true;
    reader.join();
}

TEST(Words, AreHowPeopleSearch) {
    EXPECT_THAT(search_words("Молоко «Ёлочка» 3,2 %"), ElementsAre("молоко", "елочка", "3", "2"));
    EXPECT_THAT(search_words("CAFÉ—Crème №5"), ElementsAre("café", "crème", "5"));
    EXPECT_THAT(search_words("\xff\xfe a"), ElementsAre("a"));
    EXPECT_EQ(normal_name("  Семёнова–Тян-Шанская "), "семенова тян шанская");
    EXPECT_EQ(first_letters("семенова", 3), "сем");
    EXPECT_EQ(first_letters("ли", 3), "ли");
}

}  // namespace
}  // namespace kopilka
