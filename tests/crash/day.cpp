#include "tests/crash/day.h"

#include <array>

namespace kopilka {
namespace {

struct Article {
    const char* barcode;
    const char* sku;
};
constexpr std::array kArticles{
    Article{"4600000012322", "STA-BUCKWHEAT-800"}, Article{"4600000013657", "STA-HONEY"},
    Article{"4600000013725", "STA-JAM"},           Article{"4600000005256", "BREAD-WHITE"},
    Article{"4600000005324", "BREAD-RYE"},         Article{"46000378", "SWT-CHOC-BAR"}};
constexpr std::array kCards{"KT1-D3M0ANNA7Q2X8W5R9T4V6ZKH0Y", "2900000000025", "6699000000000037"};

class DayMaker {
public:
    explicit DayMaker(std::mt19937_64& random) : random_(random) {}

    void begin() {
        add("sign in marina 1111");
        add("open shift with 3000.00");  // refused where one is open, and nothing happens
    }
    void sell() {
        lines_.clear();
        last_line_ = 0;  // lines are numbered in each receipt from 1 on, voided ones included
        if (one_of(3) == 0) add(std::string("scan ") + kCards.at(one_of(kCards.size())));
        for (std::size_t i = 1 + one_of(4); i > 0; --i) ring_up(kArticles.at(one_of(6)));
        if (one_of(3) == 0 && lines_.size() > 1) void_first_line();
        add("pay");
        now_.basket.clear();
        ++now_.sales;
        add(one_of(2) == 0 ? "cash 5000.00" : "card");
        if (one_of(2) == 0) add("next customer");
    }
    Day day;

private:
    std::size_t one_of(std::size_t n) { return random_() % n; }
    void add(std::string line) {
        day.lines.push_back(std::move(line));
        day.after.push_back(now_);
    }
    void ring_up(const Article& article) {
        if (now_.basket[article.sku]++ == 0) lines_.emplace_back(++last_line_, article.sku);
        add(std::string("scan ") + article.barcode);
    }
    void void_first_line() {
        const auto [id, sku] = lines_.front();
        lines_.erase(lines_.begin());
        now_.basket.erase(sku);
        add("void line " + std::to_string(id));
    }

    std::mt19937_64& random_;
    Moment now_;
    std::vector<std::pair<int, std::string>> lines_;
    int last_line_ = 0;
};

}  // namespace

void PrintTo(const Moment& moment, std::ostream* out) {
    *out << moment.sales << " sales and";
    for (const auto& [sku, count] : moment.basket) *out << " " << count << " × " << sku;
}

std::string Day::script() const {
    std::string all;
    for (const std::string& line : lines) all += line + "\n";
    return all;
}

Day make_day(std::mt19937_64& random, std::size_t sales) {
    DayMaker maker(random);
    maker.begin();
    for (std::size_t i = 0; i < sales; ++i) maker.sell();
    return std::move(maker.day);
}

}  // namespace kopilka
