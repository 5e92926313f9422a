// The cache on a disk that fails, with a map that is full, with memory refused: the old goods or
// the new ones, never a mixture, and an error for whoever asked; then it goes on by itself.
#include "pos/store/cache.h"
#include "tests/disk/short_memory.h"
#include "tests/disk/simulated_disk.h"
#include "tests/store/fixture.h"

#include <cerrno>
#include <cstdio>

namespace kopilka::disk {
namespace {

constexpr int kGoods = 40;

CacheDelta delta(std::uint64_t position) {
    CacheDelta delta;
    delta.position = position;
    delta.settings = "of " + std::to_string(position);
    for (int n = 0; n < kGoods; ++n) {
        Goods goods;
        goods.sku = Sku{"G-" + std::to_string(n)};
        goods.name = {"Чай", "Tea"};
        goods.price = Money::of(static_cast<std::int64_t>(100 * position));
        goods.barcodes = {"46000000000" + std::to_string(10 + n)};
        delta.goods.push_back(goods);
        Member member;
        member.view.id = member_id(static_cast<std::uint32_t>(n));
        member.view.purchases = static_cast<std::int64_t>(position);
        delta.members.push_back(member);
    }
    return delta;
}

// Everything is of the position it says, or the words for what is not; an error is none.
std::string mixture(const Cache& cache) {
    const auto position = cache.position();
    if (!position || *position == 0) return "";
    for (int n = 0; n < kGoods; ++n) {
        const auto goods = cache.goods_by_barcode("46000000000" + std::to_string(10 + n));
        const auto member = cache.member(member_id(static_cast<std::uint32_t>(n)));
        if (!goods || !member) continue;
        if (!*goods || !*member) return "something is missing";
        if ((*goods)->price != Money::of(static_cast<std::int64_t>(100 * *position)))
            return "a price of another day";
        if ((*member)->view.purchases != static_cast<std::int64_t>(*position))
            return "a member of another day";
    }
    return "";
}

class CacheInTrouble : public testing::Test {
protected:
    void begin() {
        cache_.reset();
        lock_.reset();
        std::filesystem::remove_all(folder_.path() / "till");
        open();
        ASSERT_TRUE(cache_->apply(delta(1)));
    }
    void open() {
        cache_.reset();
        lock_.reset();
        lock_.emplace(DataFolder::lock(folder_.path() / "till").value());
        cache_.emplace(Cache::open(*lock_, keys_).value());
    }

    // What is tried goes wrong somewhere; afterwards all is well without a restart.
    void expect_recovery(std::size_t nth) {
        ASSERT_EQ(mixture(*cache_), "") << "call " << nth;
        const auto position = cache_->position();
        ASSERT_TRUE(position.has_value()) << "call " << nth << ": " << position.error().detail;
        ASSERT_TRUE(*position == 1 || *position == 2);
        ASSERT_TRUE(cache_->goods(Sku{"G-0"})->has_value());
        const auto again = cache_->apply(delta(3));
        ASSERT_TRUE(again.has_value()) << "call " << nth << ": " << again.error().detail;
        ASSERT_EQ(mixture(*cache_), "") << "call " << nth;
        open();
        ASSERT_EQ(cache_->position().value(), 3U);
        ASSERT_EQ(mixture(*cache_), "") << "call " << nth;
    }

    TemporaryFolder folder_{quick_folder()};
    Keys keys_ = make_keys();
    std::optional<DataFolder> lock_;
    std::optional<Cache> cache_;
};

// Fails the nth call; only that one.
class OneFailure : public Watcher {
public:
    void arm(std::size_t nth, int error) {
        left_ = nth;
        error_ = error;
    }
    bool disarm() { return std::exchange(left_, 0) == 0; }  // true: it struck
    Verdict before(const CallSeen& seen) override {
        if (left_ == 0 || --left_ > 0) return {};
        return {error_, seen.call == Call::Write && seen.synced};
    }
    void after(const CallSeen&, int) override {}
    void forgets(const std::string&) override {}

private:
    std::size_t left_ = 0;
    int error_ = 0;
};

TEST_F(CacheInTrouble, GoesOnByItselfWhicheverCallFails) {
    std::size_t calls = 0;
    OneFailure failure;
    const Watching watching(failure, folder_.path());
    for (const int error : {EIO, ENOSPC, EROFS}) {
        bool struck = true;
        for (std::size_t nth = 1; struck; ++nth) {
            ASSERT_NO_FATAL_FAILURE(begin());
            failure.arm(nth, error);
            static_cast<void>(cache_->apply(delta(2)));
            struck = failure.disarm();
            calls += struck ? 1 : 0;
            ASSERT_NO_FATAL_FAILURE(expect_recovery(nth));
        }
    }
    std::printf("%zu calls failed, one at a time\n", calls);
    EXPECT_GT(calls, 5U);
}

TEST_F(CacheInTrouble, GoesOnByItselfWhicheverAllocationFails) {
    std::size_t nth = 1;
    for (bool refused = true; refused; ++nth) {
        begin();
        {
            const ShortMemory memory("liblmdb", nth);
            static_cast<void>(cache_->apply(delta(2)));
            ASSERT_EQ(mixture(*cache_), "");
            refused = memory.refused();
        }
        ASSERT_NO_FATAL_FAILURE(expect_recovery(nth));
    }
    EXPECT_GT(nth, 10U);
}

TEST_F(CacheInTrouble, WithAFullMapKeepsWhatItHas) {
    lock_.emplace(DataFolder::lock(folder_.path() / "till").value());
    cache_.emplace(Cache::open(*lock_, keys_, {std::size_t{256} << 10}).value());
    ASSERT_TRUE(cache_->apply(delta(1)));
    CacheDelta large = delta(2);
    for (int n = 0; n < 5'000; ++n) {
        large.goods.push_back(large.goods.front());
        large.goods.back().sku = Sku{"MORE-" + std::to_string(n)};
    }
    const auto full = cache_->apply(large);
    ASSERT_FALSE(full.has_value());
    EXPECT_EQ(full.error().code, Errc::Full);
    EXPECT_EQ(mixture(*cache_), "");
    EXPECT_EQ(cache_->position().value(), 1U);
    EXPECT_TRUE(cache_->apply(delta(2)));
}

}  // namespace
}  // namespace kopilka::disk
