#include "tests/support/seeded_people.h"

#include <random>

namespace kopilka {
namespace {

// ISO/IEC 7812-1, annex B (Luhn).
std::string with_check_digit(const std::string& digits) {
    int sum = 0;
    bool doubled = true;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, doubled = !doubled) {
        const int worth = (*digit - '0') * (doubled ? 2 : 1);
        sum += worth > 9 ? worth - 9 : worth;
    }
    return digits + std::to_string((10 - sum % 10) % 10);
}

}  // namespace

SeededPeople seed_people(int count) {
    std::mt19937_64 random(20);
    // Short ones fit into a std::string itself, long ones do not.
    const auto word = [&random](const char* first, bool is_short) {
        static constexpr const char* kSyllables[] = {"жу", "фэ", "хы", "щё", "цю", "эль", "рых"};
        std::string made = first;
        for (int i = 0; i < (is_short ? 3 : 5); ++i)
            made += kSyllables[random() % (is_short ? 5 : 7)];
        return made;
    };
    SeededPeople all;
    for (int n = 0; n < count; ++n) {
        const std::string first = word("Ш", n % 2 == 0), surname = word("Ъ", n % 3 == 0);
        const std::string phone = "+7964" + std::to_string(1'000'000 + random() % 9'000'000);
        const std::string card =
            with_check_digit("6699" + std::to_string(10'000'000'000 + random() % 90'000'000'000));
        const std::string id = std::to_string(1'000'000 + n) + std::string(25, 'e');
        all.json += std::string(n == 0 ? "" : ",") + "{\"id\": \"" + id + "\", \"first_name\": \"" +
                    first + "\", \"surname\": \"" + surname + "\", \"phone\": \"" + phone +
                    "\", \"cards\": [\"" + card + "\"], \"joined\": \"2025-03-01\"}";
        all.first_names.push_back(first);
        all.surnames.push_back(surname);
        all.phones.push_back(phone);
        all.cards.push_back(card);
    }
    all.json = "{\"members\": [" + all.json + "]}";
    return all;
}

std::vector<std::string> SeededPeople::texts() const {
    std::vector<std::string> all = first_names;
    all.insert(all.end(), surnames.begin(), surnames.end());
    all.insert(all.end(), cards.begin(), cards.end());
    return all;
}

}  // namespace kopilka
