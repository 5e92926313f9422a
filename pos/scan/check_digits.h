// The arithmetic of bar code numbers: GS1 and Luhn check digits, and the one kind of number that a
// till must not keep. Pure; strings of anything else than digits are simply not valid.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace kopilka {

bool all_digits(std::string_view text);  // and not empty

// GS1 General Specifications 7.9: weights 3, 1 from the right. Any length from 2 digits up.
bool gs1_check_holds(std::string_view digits);
char gs1_check_digit(std::string_view digits_before_it);
// ISO/IEC 7812-1, annex B.
bool luhn_holds(std::string_view digits);
char luhn_check_digit(std::string_view digits_before_it);

// UPC-E, 8 digits with number system 0 or 1 and the check digit, as the 13 digits of its EAN-13:
// "01234565" is "0012345000065". nullopt if the check digit of the long form is wrong.
std::optional<std::string> expand_upce(std::string_view digits);

// A payment card: 13 to 19 digits that satisfy Luhn and start as Visa, Mastercard, Mir, UnionPay do
// (4, 5, 22–27, 62). EAN-13 and GTIN-14 of goods may look the same: ask for those first.
bool is_bank_card(std::string_view digits);
// The same anywhere within `text`, groups split by single spaces or hyphens.
bool holds_bank_card(std::string_view text);
// Can a number of `length` digits that starts with `prefix` be one? For tables, before any number.
bool may_be_bank_card(std::string_view prefix, std::size_t length);

}  // namespace kopilka
