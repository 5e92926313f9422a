#include "tests/demo/demo_cards.h"

#include "pos/core/check.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace kopilka {
namespace {

DemoCard in_wallet(const std::vector<DemoCard>& cards, const std::string& name,
                   const std::string& kind) {
    const auto found = std::find_if(cards.begin(), cards.end(),
                                    [&](const DemoCard& card) { return card.name == name; });
    check(found != cards.end(), "a demo card that is shown twice is in the table");
    return {name, kind, found->number, found->text};
}

}  // namespace

Result<std::vector<DemoCard>> read_demo_cards(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);  // the names of the columns
    if (!file) return fail(Errc::NotFound, "cannot read " + path);
    std::vector<DemoCard> cards;
    while (std::getline(file, line)) {
        std::istringstream fields(line);
        DemoCard card;
        std::getline(fields, card.name, '\t');
        std::getline(fields, card.kind, '\t');
        std::getline(fields, card.number, '\t');
        std::getline(fields, card.text, '\t');
        if (card.text.empty()) return fail(Errc::Corrupt, path + ": four columns: " + line);
        cards.push_back(std::move(card));
    }
    for (const auto& [name, kind] : {std::pair{"vera", "aztec"}, std::pair{"egor", "pdf417"}})
        cards.push_back(in_wallet(cards, name, kind));
    return cards;
}

Symbology symbology_of(const DemoCard& card) {
    if (card.kind.starts_with("qr")) return Symbology::Qr;
    for (const Symbology symbology : {Symbology::Ean13, Symbology::Code128, Symbology::DataMatrix,
                                      Symbology::Aztec, Symbology::Pdf417})
        if (card.kind == name(symbology)) return symbology;
    unreachable("a demo card of no kind: " + card.kind);
}

bool on_a_telephone(const DemoCard& card) {
    const Symbology symbology = symbology_of(card);
    return symbology == Symbology::Qr || symbology == Symbology::Aztec ||
           symbology == Symbology::Pdf417;
}

std::string picture_name(const DemoCard& card) { return card.name + "-" + card.kind; }

}  // namespace kopilka
