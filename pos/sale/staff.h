// Who may sign in at a till, as the central server sends it. The PIN itself is nowhere: central
// keeps Argon2id of it under a salt, and the till wraps that once more under its own pepper.
#pragma once
#include "pos/sale/journal_entry.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace kopilka {

struct PinHash {
    std::array<std::uint8_t, 16> salt{};
    std::array<std::uint8_t, 32> hash{};
    bool operator==(const PinHash&) const = default;
};

struct Staff {
    CashierId id;
    std::string name;  // as the receipt prints it
    Role role = Role::Cashier;
    PinHash pin;
    bool operator==(const Staff&) const = default;
};

// Argon2id, 2 passes over 32 MiB, 32 bytes: 50 to 100 ms on purpose, so not for a frame.
PinHash hash_pin(std::string_view pin, const std::array<std::uint8_t, 16>& salt);

}  // namespace kopilka
