// Golden receipts: tests/price/golden/PROGRAMME-CASE.json is a basket of `till price`, and beside
// it stands all that the till says of it, …-ru.txt and …-en.txt. PROGRAMME-CASE.return.json is what
// comes back of that purchase.
#pragma once
#include "pos/core/text.h"

#include <string>
#include <vector>

namespace kopilka {

struct Golden {
    std::string name;       // "two-for-one-bundle", "two-for-one-bundle.return"
    std::string programme;  // "two-for-one"
    bool is_return() const { return name.ends_with(".return"); }
    std::string programme_file() const;
    std::string input() const;  // for `till price`; of a return, with the purchase's own result
    std::string text_file(Language language) const;
};

std::vector<Golden> goldens();          // by name
std::vector<std::string> programmes();  // of assets/programmes: "two-for-one", …
std::string file_text(const std::string& path);

}  // namespace kopilka
