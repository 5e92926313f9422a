#include "pos/store/secret_box.h"

#include <sodium/crypto_secretbox.h>
#include <sodium/randombytes.h>

namespace kopilka {

constexpr std::size_t kNonce = crypto_secretbox_NONCEBYTES;
constexpr std::size_t kTag = crypto_secretbox_MACBYTES;
static_assert(sizeof(SecretKey) == crypto_secretbox_KEYBYTES);

Bytes seal(ByteView clear, const SecretKey& key) {
    Bytes sealed(kNonce + kTag + clear.size());
    randombytes_buf(sealed.data(), kNonce);
    crypto_secretbox_easy(sealed.data() + kNonce, clear.data(), clear.size(), sealed.data(),
                          key.data());
    return sealed;
}

std::optional<Bytes> unseal(ByteView sealed, const SecretKey& key) {
    if (sealed.size() < kNonce + kTag) return std::nullopt;
    Bytes clear(sealed.size() - kNonce - kTag);
    const int failed = crypto_secretbox_open_easy(
        clear.data(), sealed.data() + kNonce, sealed.size() - kNonce, sealed.data(), key.data());
    if (failed != 0) return std::nullopt;
    return clear;
}

}  // namespace kopilka
