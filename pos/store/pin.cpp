#include "pos/store/pin.h"

#include <sodium/utils.h>

namespace kopilka {

Hash256 wrap_pin_hash(const PinHash& pin, const SecretKey& pepper) {
    return keyed_blake2b(pepper, pin.hash);
}

bool verify_pin(const Hash256& wrapped, const PinSalt& salt, std::string_view pin,
                const SecretKey& pepper) {
    const Hash256 tried = wrap_pin_hash(hash_pin(pin, salt), pepper);
    return sodium_memcmp(tried.value.data(), wrapped.value.data(), sizeof tried.value) == 0;
}

}  // namespace kopilka
