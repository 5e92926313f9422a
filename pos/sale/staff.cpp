#include "pos/sale/staff.h"

#include "pos/core/check.h"

#include <sodium.h>

namespace kopilka {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemoryBytes = std::size_t{32} << 20;

}  // namespace

PinHash hash_pin(std::string_view pin, const std::array<std::uint8_t, 16>& salt) {
    static_assert(crypto_pwhash_SALTBYTES == 16);
    check(sodium_init() >= 0, "libsodium starts");
    PinHash result{salt, {}};
    const int failed =
        crypto_pwhash(result.hash.data(), result.hash.size(), pin.data(), pin.size(), salt.data(),
                      kPasses, kMemoryBytes, crypto_pwhash_ALG_ARGON2ID13);
    check(failed == 0, "32 MiB for one PIN");
    return result;
}

}  // namespace kopilka
