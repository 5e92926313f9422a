// Purchases whose result other systems of the field publish in their own tests, priced by ours.
#include "pos/app/price_command.h"
#include "tests/field/compare.h"
#include "tests/field/field_case.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::field {
namespace {

using Json = nlohmann::json;

// As `till price --json` says it. Throws what it wrote to stderr where it refuses.
Json priced(const std::string& programme, const Json& input) {
    const TemporaryFolder folder;
    std::ofstream(folder / "programme.toml") << programme;
    app::PriceOptions options;
    options.programme = (folder / "programme.toml").string();
    options.json = true;
    std::istringstream in{input.dump()};
    std::ostringstream out, err;
    if (app::price_command(options, in, out, err) != 0) throw std::runtime_error(err.str());
    return Json::parse(out.str());
}

std::string found_wrong(const Step& step, const Json& result) {
    std::string wrong = differences(step.expect, result);
    if (result.contains("lines") && !step.input.contains("return")) wrong += broken_laws(result);
    return wrong.empty() ? wrong : wrong + "of " + step.input.dump(2) + "\n";
}

// Sale first, then its returns one after another, each of what the one before left.
std::string found_wrong(const Case& one) {
    Json result = priced(one.programme, one.sale.input);
    std::string wrong = found_wrong(one.sale, result);
    for (const Step& back : one.returns) {
        Json input = back.input;
        input["original"] = result;
        const Json returned = priced(one.programme, input);
        wrong += found_wrong(back, returned);
        if (returned.contains("original")) result = returned.at("original");
    }
    return wrong;
}

class Field : public testing::TestWithParam<std::string> {};

TEST_P(Field, IsPricedToTheLastKopeckAsPublished) {
    for (const Case& one : read_cases(GetParam())) {
        try {
            const std::string wrong = found_wrong(one);
            EXPECT_TRUE(wrong.empty()) << one.name << "\n" << wrong << one.programme;
        } catch (const std::exception& error) {
            ADD_FAILURE() << one.name << "\n" << error.what() << one.programme;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Of, Field, testing::ValuesIn(files()),
                         [](const auto& file) { return file.param; });

TEST(FieldCases, SayInSentencesOfTheirOwnWhatTheyTry) {
    std::set<std::string> names;
    std::size_t count = 0;
    for (const std::string& file : files())
        for (const Case& one : read_cases(file)) {
            ++count;
            EXPECT_TRUE(names.insert(one.name).second) << file << ": twice: " << one.name;
            EXPECT_FALSE(one.sale.expect.empty()) << file << ": expects nothing: " << one.name;
        }
    RecordProperty("cases", static_cast<int>(count));
    EXPECT_GE(count, 200U);
}

}  // namespace
}  // namespace kopilka::field
