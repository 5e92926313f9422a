// Tables for spreadsheets: read back as they were written, and no cell of them is a formula,
// whatever somebody called a till or wrote as a reason.
#include "sync/server/csv.h"

#include "pos/core/utf8.h"
#include "sync/server/export.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

using Cells = std::vector<std::string>;

// As RFC 4180 has it, strictly: an unquoted cell has no quote, a quoted one ends at a single one.
std::vector<Cells> read(std::string text) {
    EXPECT_THAT(text, StartsWith("\xEF\xBB\xBF"));
    text.erase(0, 3);
    std::vector<Cells> rows(1);
    std::size_t at = 0;
    while (at < text.size()) {
        std::string cell;
        if (text[at] == '"') {
            for (++at; at < text.size(); ++at) {
                if (text[at] == '"' && (at + 1 >= text.size() || text[at + 1] != '"')) break;
                if (text[at] == '"') ++at;
                cell += text[at];
            }
            ++at;
        } else {
            for (; at < text.size() && text[at] != ',' && text[at] != '\r'; ++at) {
                EXPECT_NE(text[at], '"');
                EXPECT_NE(text[at], '\n');
                cell += text[at];
            }
        }
        rows.back().push_back(cell);
        if (at >= text.size()) ADD_FAILURE() << "the last row does not end";
        if (text.compare(at, 2, "\r\n") == 0) {
            at += 2;
            if (at < text.size()) rows.emplace_back();
        } else {
            EXPECT_EQ(text[at], ',');
            ++at;
        }
    }
    return rows;
}

// What spreadsheets evaluate: the first that is no blank is one of these.
bool is_a_formula(const std::string& cell) {
    const std::u32string points = to_code_points(cell);
    const auto first = points.find_first_not_of(U" \u00a0\u3000\u200b");
    return first != std::u32string::npos &&
           std::u32string(U"=+-@\t\r\n＝＋－＠").find(points[first]) != std::u32string::npos;
}

TEST(Csv, ReadsBackAsItWasWritten) {
    CsvTable table({"a", "b", "c"});
    table.text("plain").text("one, \"two\"\r\nthree").text("");
    table.end_row();
    table.number(-5).number("-12.50").text("Чай; 2 пачки");
    table.end_row();
    EXPECT_THAT(read(table.bytes()), ElementsAre(ElementsAre("a", "b", "c"),
                                                 ElementsAre("plain", "one, \"two\"\r\nthree", ""),
                                                 ElementsAre("-5", "-12.50", "Чай; 2 пачки")));
}

TEST(Csv, HasNoCellThatIsAFormula) {
    const std::string attacks[] = {"=1+1",
                                   "+1",
                                   "-1",
                                   "@SUM(A1)",
                                   "\t=1",
                                   "\r=1",
                                   "\n=1",
                                   " =1",
                                   "\xC2\xA0=1",
                                   "=HYPERLINK(\"http://x\",\"y\")",
                                   "=cmd|' /C calc'!A0",
                                   "-2+3+cmd|' /C calc'!A0",
                                   "＝1+1",
                                   "＠x",
                                   "\",=1",
                                   "x\r\n=1",
                                   "-5.00;=1",
                                   "--5",
                                   "-",
                                   "-.",
                                   "-1.2.3"};
    CsvTable table({"by words", "as a number"});
    for (const std::string& attack : attacks) {
        table.text(attack).number(attack);
        table.end_row();
    }
    const auto rows = read(table.bytes());
    ASSERT_THAT(rows, SizeIs(std::size(attacks) + 1));
    for (std::size_t i = 0; i < std::size(attacks); ++i) {
        ASSERT_THAT(rows[i + 1], SizeIs(2)) << attacks[i];
        EXPECT_FALSE(is_a_formula(rows[i + 1][0])) << attacks[i];
        const bool is_number = attacks[i] == "-1";
        EXPECT_EQ(is_a_formula(rows[i + 1][1]), is_number) << attacks[i];
        EXPECT_THAT(rows[i + 1][0], HasSubstr(attacks[i])) << "nothing of it is lost";
    }
}

TEST(Csv, WithstandsWhateverBytes) {
    std::mt19937 random(4'180);
    const std::string letters = "=+-@\t\r\n\",; 'x0\xC2\xA0\xEF\xBC\x9D\xff\x01";
    for (int round = 0; round < 3'000; ++round) {
        CsvTable table({"a", "b"});
        std::string words[2];
        for (std::string& word : words)
            for (auto n = random() % 9; n > 0; --n) word += letters[random() % letters.size()];
        table.text(words[0]).text(words[1]);
        table.end_row();
        const auto rows = read(table.bytes());
        ASSERT_THAT(rows, SizeIs(2));
        ASSERT_THAT(rows[1], SizeIs(2));
        for (const std::string& cell : rows[1]) ASSERT_FALSE(is_a_formula(cell)) << cell;
    }
}

TEST(Csv, OfCasesTellsARecordOfABranchFromThatOfTheMainWay) {
    Incident incident;
    incident.record = {TillId{"nevsky-1"}, Epoch{1}, Sequence{3}};
    const auto record_in = [&] { return read(csv_of_cases({&incident, 1})).at(1).at(4); };
    const std::string on_main = record_in();
    incident.branch = Branch{blake2b(Bytes{1})};
    EXPECT_EQ(record_in(), to_string(incident.record, incident.branch));
    EXPECT_NE(record_in(), on_main);
}

TEST(Csv, OfCasesAndSumsIsSafeWhoeverNamedThem) {
    Incident incident;
    incident.id = "=1";
    incident.kind = IncidentKind::NumberGap;
    incident.record = {TillId{"@till"}, Epoch{1}, Sequence{1}};
    incident.cause = "+cause";
    incident.till_says = "-till";
    incident.server_holds = "\tserver";
    incident.action = "accept";
    incident.decided_by = "=HYPERLINK(\"http://x\")";
    incident.why = "-2+3";
    incident.amounts = {-1, Money::of(-100), {}};
    const auto cases = read(csv_of_cases({&incident, 1}));
    ASSERT_THAT(cases, SizeIs(2));
    ASSERT_EQ(cases[0].size(), cases[1].size());
    for (std::size_t i = 0; i < cases[1].size(); ++i) {
        const bool number = cases[0][i] == "receipts" || cases[0][i] == "money";
        EXPECT_EQ(is_a_formula(cases[1][i]), number) << cases[0][i];
    }
    Reconciliation found;
    found.days[{TillId{"=till"}, Date{20'600}}].sold = {1, Money::of(-5), {}};
    const auto sums = read(csv_of_sums(found));
    ASSERT_THAT(sums, SizeIs(2));
    EXPECT_EQ(sums[0].size(), sums[1].size());
    EXPECT_EQ(sums[1][0], "'=till");
    EXPECT_EQ(sums[1][3], "-0.05");
}

}  // namespace
}  // namespace kopilka::sync
