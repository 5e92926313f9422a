#include "tests/laws/law.h"

#include <cstdlib>

namespace kopilka::laws {
namespace {

struct Silence : rc::detail::TestListener {
    void onTestCaseFinished(const rc::detail::CaseDescription&) override {}
    void onShrinkTried(const rc::detail::CaseDescription&, bool) override {}
    void onTestFinished(const rc::detail::TestMetadata&, const rc::detail::TestResult&) override {}
};

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

rc::detail::TestParams params(const Cases& cases) {
    const std::string seed = variable("KOPILKA_SEED");
    rc::detail::TestParams made;
    made.seed = seed.empty() ? 20'260'308 : std::stoull(seed);
    made.maxSuccess = variable("KOPILKA_LONG").empty() ? cases.few : cases.many;
    if (const std::string own = variable("KOPILKA_CASES"); !own.empty())
        made.maxSuccess = std::stoi(own);
    return made;
}

}  // namespace

void hold(const Cases& cases, const std::function<void(Dice&)>& law) {
    const auto chosen = params(cases);
    Silence silence;
    const auto result = rc::detail::checkTestable(
        [&] {
            Dice dice = shrinking_dice();
            law(dice);
        },
        rc::detail::TestMetadata{}, chosen, silence);
    if (result.is<rc::detail::SuccessResult>()) return;
    rc::detail::FailureResult failure;
    if (!result.match(failure)) {
        ADD_FAILURE() << result;  // gave up: the law's conditions leave too few cases
        return;
    }
    ADD_FAILURE() << "case " << failure.numSuccess + 1 << ": " << failure.description
                  << "\nagain with KOPILKA_SEED=" << chosen.seed;
}

}  // namespace kopilka::laws
