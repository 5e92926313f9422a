// Every shipped programme on baskets of its own: the whole of what the till prints and says, to the
// byte, in both languages. KOPILKA_WRITE_GOLDEN=1 writes the texts anew; read what changed before
// it is kept.
#include "tests/price/golden.h"

#include "pos/app/assets.h"
#include "pos/app/price_command.h"
#include "tests/price/command_kit.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

namespace kopilka {
namespace {

std::string said(const Golden& golden, const Texts& texts) {
    app::PriceOptions options;
    options.programme = golden.programme_file();
    options.texts = &texts;
    std::istringstream in(golden.input());
    std::ostringstream out, err;
    EXPECT_EQ(app::price_command(options, in, out, err), 0) << golden.name << ": " << err.str();
    return out.str();
}

// The lines that are not the same, the old ones after -, the new ones after +.
std::string difference(const std::string& before, const std::string& now) {
    std::istringstream old_lines(before), new_lines(now);
    std::string told, old_line, new_line;
    for (int line = 1;; ++line) {
        const bool more_old = static_cast<bool>(std::getline(old_lines, old_line));
        const bool more_new = static_cast<bool>(std::getline(new_lines, new_line));
        if (!more_old && !more_new) return told;
        if (more_old && more_new && old_line == new_line) continue;
        told += "line " + std::to_string(line) + "\n";
        if (more_old) told += "- " + old_line + "\n";
        if (more_new) told += "+ " + new_line + "\n";
    }
}

void write_or_compare(const Golden& golden, const Texts& texts) {
    const std::string file = golden.text_file(texts.language());
    const std::string now = said(golden, texts);
    if (std::getenv("KOPILKA_WRITE_GOLDEN") != nullptr)
        std::ofstream(file) << now;
    else
        EXPECT_TRUE(file_text(file) == now)
            << file << "\n"
            << difference(file_text(file), now) << "KOPILKA_WRITE_GOLDEN=1 writes it anew";
}

TEST(Golden, ReceiptsSayWhatTheySaidInBothLanguages) {
    const auto texts = app::load_texts(in_repository("assets"));
    ASSERT_TRUE(texts.has_value());
    for (const Golden& golden : goldens())
        for (const Language language : {Language::Russian, Language::English})
            write_or_compare(golden, texts->in(language));
}

TEST(Golden, EveryProgrammeHasAUsualCaseAndAnEdge) {
    std::map<std::string, int> cases;
    for (const Golden& golden : goldens()) {
        EXPECT_NE(golden.programme, "") << golden.name << " is called like no programme";
        ++cases[golden.programme];
    }
    for (const std::string& programme : programmes()) EXPECT_GE(cases[programme], 2) << programme;
}

}  // namespace
}  // namespace kopilka
