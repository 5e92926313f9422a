#include "sync/protocol/enrolment.h"

#include "pos/core/check.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include <sodium.h>

namespace kopilka::sync {
namespace {

constexpr std::size_t kMemory = 16 << 20;
constexpr unsigned long long kPasses = 3;
constexpr std::array<unsigned char, crypto_pwhash_SALTBYTES> kSalt{
    'k', 'o', 'p', 'i', 'l', 'k', 'a', ' ', 'c', 'o', 'd', 'e', ' ', '1'};

std::string plain(std::string_view code) {
    std::string letters;
    for (const char letter : code) {
        const auto byte = static_cast<unsigned char>(letter);
        if (std::isalnum(byte) != 0) letters += static_cast<char>(std::toupper(byte));
    }
    return letters;
}

Hash256 proof(const CodeKeys& code, std::string_view of, const PublicKey& till_key, ByteView first,
              ByteView second = {}) {
    ByteWriter out;
    out.text(of);
    out.raw(till_key);
    out.text(as_text(first));
    out.text(as_text(second));
    return keyed_blake2b(code.key.value, out.bytes());
}

}  // namespace

CodeKeys keys_of_code(std::string_view code) {
    const std::string letters = plain(code);
    std::array<std::uint8_t, 64> stretched{};
    check(crypto_pwhash(stretched.data(), stretched.size(), letters.data(), letters.size(),
                        kSalt.data(), kPasses, kMemory, crypto_pwhash_ALG_ARGON2ID13) == 0,
          "16 MB to stretch a code");
    CodeKeys keys;
    std::copy_n(stretched.begin(), 32, keys.id.value.begin());
    std::copy_n(stretched.begin() + 32, 32, keys.key.value.begin());
    return keys;
}

Hash256 till_proof(const CodeKeys& code, const PublicKey& till_key, ByteView server_certificate) {
    return proof(code, "kopilka enrol 1", till_key, server_certificate);
}

Hash256 server_proof(const CodeKeys& code, const PublicKey& till_key, ByteView certificate,
                     ByteView authority) {
    return proof(code, "kopilka enrolled 1", till_key, certificate, authority);
}

bool is_equal(const Hash256& a, const Hash256& b) {
    return sodium_memcmp(a.value.data(), b.value.data(), a.value.size()) == 0;
}

}  // namespace kopilka::sync
