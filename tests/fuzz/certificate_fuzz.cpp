// No bytes crash the reader of certificates, nobody forges one of our authority's, and a proof of
// an enrolment is of these certificates and no others. The first two bytes say how many bytes are
// the first certificate; what is left is whose it may be.
#include "pos/core/check.h"
#include "sync/protocol/enrolment.h"
#include "sync/transport/openssl.h"
#include "tests/fuzz/certificates.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace kopilka;
using namespace kopilka::sync;

namespace {

bool was_issued(const CertificateFacts& facts) {
    const auto& holders = fuzz::holders();
    const auto found = std::ranges::find(holders, facts.subject);
    return found != holders.end() && facts.from == fuzz::kFrom && facts.to == fuzz::kTo &&
           facts.key == fuzz::key_of_holder(static_cast<std::size_t>(found - holders.begin()));
}

// Of another serial number than those of the corpus: the same key and name.
const Bytes& our_authority() {
    static const Bytes certificate = fuzz::authority();
    return certificate;
}

void read(ByteView certificate) {
    const CertificateHandle parsed = certificate_from(certificate);
    const auto facts = read_certificate(certificate);
    check(parsed || !facts, "facts of no certificate");
    if (!parsed) return;  // nearly always: the rest takes its time
    static_cast<void>(der_of(parsed.get()));
    if (facts) {
        check(!facts->subject.name.empty(), "a certificate of nobody");
        check(certificate_as_pem(certificate).starts_with("-----BEGIN CERTIFICATE-----"),
              "a certificate that cannot be written");
    }
    if (!is_issued_by(certificate, our_authority())) return;
    const bool is_the_authority = facts && facts->subject.holder == Holder::Authority;
    check(facts && (is_the_authority || was_issued(*facts)), "a forged certificate");
}

void prove(ByteView certificate, ByteView authority) {
    const CodeKeys code{{{1}}, {{2}}};
    const PublicKey key{3};
    const Hash256 proof = server_proof(code, key, certificate, authority);
    check(is_equal(proof, server_proof(code, key, certificate, authority)), "no proof");
    check(!is_equal(proof, till_proof(code, key, certificate)), "the till's proof as the server's");
    Bytes both(certificate.begin(), certificate.end());
    both.insert(both.end(), authority.begin(), authority.end());
    if (!authority.empty())
        check(!is_equal(proof, server_proof(code, key, both, {})), "a proof of other bytes");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ByteReader in({data, size});
    const std::size_t wanted = in.u8() + std::size_t{256} * in.u8();
    const ByteView rest = ByteView(data, size).subspan(std::min<std::size_t>(size, 2));
    const ByteView certificate = rest.first(std::min(wanted, rest.size()));
    const ByteView authority = rest.subspan(certificate.size());
    read(certificate);
    if (!authority.empty()) static_cast<void>(is_issued_by(certificate, authority));
    prove(certificate, authority);
    return 0;
}
