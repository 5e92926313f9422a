// The language of scripts: a line is words, a pattern is words and slots. What a line does is
// decided by whoever adds the patterns (script_till.h, tests/scenario).
//
//   open shift with {money}     matches   open shift with 5000
//   expect receipt says {text}  matches   expect receipt says "Спасибо, Анна"
//
// A slot takes one word, or one quoted text; the last slot {rest} takes everything to the end.
#pragma once
#include "pos/core/money.h"
#include "pos/core/result.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka::app {

// What stood in the slots, in order; each was checked against its slot's kind.
class Arguments {
public:
    explicit Arguments(std::vector<std::string> words) : words_(std::move(words)) {}
    const std::string& text(std::size_t i) const { return words_.at(i); }
    Money money(std::size_t i) const { return *parse_money(words_.at(i)); }
    Points points(std::size_t i) const { return *parse_points(words_.at(i)); }
    Quantity quantity(std::size_t i) const { return *parse_quantity(words_.at(i)); }
    std::uint64_t number(std::size_t i) const { return std::stoull(words_.at(i)); }

private:
    std::vector<std::string> words_;
};

// nullopt: done, or as expected. Otherwise what was found instead.
using Complaint = std::optional<std::string>;
using Act = std::function<Complaint(const Arguments&)>;

class Vocabulary {
public:
    // Slots: {money} {points} {quantity} {number} {word} {text} {rest}.
    void add(std::string_view pattern, Act act);
    // Does one line. A line nobody knows is a complaint that names the nearest patterns.
    Complaint run(std::string_view line) const;
    std::vector<std::string> patterns() const;

private:
    struct Entry {
        std::vector<std::string> words;
        Act act;
    };
    std::vector<Entry> entries_;
};

// The words of a line: quotes kept together and removed, everything from # on left out.
Result<std::vector<std::string>> split_words(std::string_view line);

}  // namespace kopilka::app
