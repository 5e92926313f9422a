#include "tests/laws/law.h"

#include "tests/support/chance.h"

#include <cstdlib>

namespace kopilka::laws {
namespace {

struct Silence : rc::detail::TestListener {
    void onTestCaseFinished(const rc::detail::CaseDescription&) override {}
    void onShrinkTried(const rc::detail::CaseDescription&, bool) override {}
    void onTestFinished(const rc::detail::TestMetadata&, const rc::detail::TestResult&) override {}
};

std::uint64_t seed() { return chosen_seed().value_or(20'260'308); }
int count(const Cases& cases) {
    const char* own = std::getenv("KOPILKA_CASES");
    if (own != nullptr && *own != '\0') return std::stoi(own);
    return is_long_run() ? cases.many : cases.few;
}
// No two seeds share their cases.
std::uint64_t seed_of(int number) { return (seed() << 32U) + static_cast<std::uint64_t>(number); }

using Law = std::function<void(Dice&)>;

bool fails(const Law& law, std::uint64_t case_seed, int& discarded) {
    Dice dice = seeded_dice(case_seed);
    try {
        law(dice);
    } catch (const rc::detail::CaseResult& result) {
        if (result.type == rc::detail::CaseResult::Type::Discard) ++discarded;
        return result.type == rc::detail::CaseResult::Type::Failure;
    } catch (...) {
        return true;
    }
    return false;
}

// The smallest that RapidCheck finds in the case.
std::string shrunk(const Law& law, std::uint64_t case_seed) {
    rc::detail::TestParams once;
    once.maxSuccess = 1;
    Silence silence;
    const auto result = rc::detail::checkTestable(
        [&] {
            Dice dice = shrinking_dice(case_seed);
            law(dice);
        },
        rc::detail::TestMetadata{}, once, silence);
    rc::detail::FailureResult failure;
    return result.match(failure) ? failure.description : "it does not fail again";
}

}  // namespace

Telling::~Telling() {
    if (std::uncaught_exceptions() == failing_) return;
    for (const RandomShop* shop : shops_) RC_LOG() << shop->story();
}

void hold(const Cases& cases, const std::function<void(Dice&)>& law) {
    const int most = count(cases);
    int discarded = 0;
    for (int number = 1; number <= most + discarded; ++number) {
        if (discarded > 20 * most) {
            ADD_FAILURE() << "the law's conditions leave too few cases";
            return;
        }
        if (!fails(law, seed_of(number), discarded)) continue;
        ADD_FAILURE() << "case " << number << ": " << shrunk(law, seed_of(number))
                      << "\nagain with KOPILKA_SEED=" << seed();
        return;
    }
}

}  // namespace kopilka::laws
