// No text crashes the reader of signed codes, each code has one text, and no change of it is
// believed.
#include "pos/core/check.h"
#include "pos/scan/signed_code.h"

#include <cstddef>
#include <cstdint>
#include <string>

using namespace kopilka;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(as_text({data, size}));
    const auto card = parse_signed_code(text);
    if (!card) return 0;
    check(signed_code_text(*card) == text, "a second text");
    // Nobody here has central's key: whatever is read was signed by somebody else.
    const PublicKey central = key_pair_from_seed({42}).public_key;
    const auto judged = judge(*card, {{central}, {}}, {}, {std::int64_t{card->shown} * 1000});
    check(judged.proof == CardProof::UnknownCentral && !judged.memory, "a code nobody signed");
    return 0;
}
