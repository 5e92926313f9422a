// Made-up members, so strange that finding one of their texts somewhere is no accident.
#pragma once
#include <string>
#include <vector>

namespace kopilka {

struct SeededPeople {
    std::vector<std::string> first_names, surnames, phones, cards;  // of the nth person
    std::string json;                                               // for `central import members`
    std::vector<std::string> texts() const;                         // names and cards
};

// The same ones at each call.
SeededPeople seed_people(int count);

}  // namespace kopilka
