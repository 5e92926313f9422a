#include "sync/transport/certificate.h"

#include "pos/core/check.h"
#include "sync/transport/openssl.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace kopilka::sync {
namespace {

template <auto Free>
struct Release {
    template <typename Thing>
    void operator()(Thing* thing) const {
        Free(thing);
    }
};

constexpr std::int64_t kSecond = 1'000;
constexpr std::array<std::pair<Holder, std::string_view>, 5> kHolders{
    {{Holder::Authority, "authority"},
     {Holder::Server, "server"},
     {Holder::Till, "till"},
     {Holder::Manager, "manager"},
     {Holder::Administrator, "administrator"}}};

std::string_view word_of(Holder holder) {
    return std::ranges::find(kHolders, holder, &decltype(kHolders)::value_type::first)->second;
}

using Text = std::unique_ptr<BIO, Release<BIO_free>>;

std::string text_in(const Text& bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

bool add_name(X509_NAME* name, const char* field, std::string_view value) {
    return value.empty() ||
           X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(value.data()),
                                      static_cast<int>(value.size()), -1, 0) == 1;
}

std::string name_in(X509_NAME* name, int field) {
    const int place = X509_NAME_get_index_by_NID(name, field, -1);
    if (place < 0) return {};
    const ASN1_STRING* value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, place));
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
            static_cast<std::size_t>(ASN1_STRING_length(value))};
}

void add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    using Extension = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    check(extension && X509_add_ext(certificate, extension.get(), -1) == 1,
          "a certificate's extension");
}

std::string alternative_names(const std::vector<std::string>& hosts) {
    std::string names;
    for (const std::string& host : hosts) {
        const bool numeric = host.find_first_not_of("0123456789.") == std::string::npos ||
                             host.find(':') != std::string::npos;
        names += (names.empty() ? "" : ",") + std::string(numeric ? "IP:" : "DNS:") + host;
    }
    return names;
}

// Without issuer, extensions and signature; nullptr where the names cannot stand in one.
CertificateHandle begin(const Subject& subject, EVP_PKEY* key, Instant from, Instant to) {
    CertificateHandle certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    std::array<unsigned char, 16> serial{};
    check(RAND_bytes(serial.data(), static_cast<int>(serial.size())) == 1, "random bytes");
    serial[0] &= 0x7f;
    using Number = std::unique_ptr<BIGNUM, Release<BN_free>>;
    const Number number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get()));
    ASN1_TIME_set(X509_getm_notBefore(certificate.get()), from.ms / kSecond);
    ASN1_TIME_set(X509_getm_notAfter(certificate.get()), to.ms / kSecond);
    X509_NAME* name = X509_get_subject_name(certificate.get());
    const bool named = !subject.name.empty() && add_name(name, "O", subject.store) &&
                       add_name(name, "OU", word_of(subject.holder)) &&
                       add_name(name, "CN", subject.name);
    X509_set_pubkey(certificate.get(), key);
    return named ? std::move(certificate) : nullptr;
}

Bytes finish(CertificateHandle certificate, EVP_PKEY* signer) {
    check(X509_sign(certificate.get(), signer, nullptr) > 0, "a certificate's signature");
    return der_of(certificate.get());
}

std::optional<Instant> instant_of(const ASN1_TIME* time) {
    using Time = std::unique_ptr<ASN1_TIME, Release<ASN1_TIME_free>>;
    const Time start(ASN1_TIME_set(nullptr, 0));
    int days = 0, seconds = 0;
    if (ASN1_TIME_diff(&days, &seconds, start.get(), time) != 1) return std::nullopt;
    constexpr std::int64_t kDay = 86'400;
    return Instant{(days * kDay + seconds) * kSecond};
}

}  // namespace

void FreeKey::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }
void FreeCertificate::operator()(x509_st* certificate) const { X509_free(certificate); }

KeyHandle private_key_of(const KeySeed& seed) {
    return KeyHandle(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
}

CertificateHandle certificate_from(ByteView der) {
    const unsigned char* at = der.data();
    CertificateHandle certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    return at == der.data() + der.size() ? std::move(certificate) : nullptr;
}

Bytes der_of(X509* certificate) {
    unsigned char* data = nullptr;
    const int size = i2d_X509(certificate, &data);
    check(size > 0, "a certificate's bytes");
    Bytes der(data, data + size);
    OPENSSL_free(data);
    return der;
}

Bytes make_authority(const KeySeed& seed, const std::string& name, Instant from, Instant to) {
    const KeyHandle key = private_key_of(seed);
    auto certificate = begin({Holder::Authority, name, ""}, key.get(), from, to);
    check(certificate != nullptr, "an authority without a name");
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
    X509* const self = certificate.get();
    add_extension(self, self, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(self, self, NID_key_usage, "critical,keyCertSign");
    add_extension(self, self, NID_subject_key_identifier, "hash");
    return finish(std::move(certificate), key.get());
}

std::optional<Bytes> issue(const KeySeed& authority_key, ByteView authority, const Subject& subject,
                           const PublicKey& key, Instant from, Instant to,
                           const std::vector<std::string>& hosts) {
    const KeyHandle public_key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
    const CertificateHandle issuer = certificate_from(authority);
    check(issuer != nullptr, "an authority without a certificate");
    auto certificate = begin(subject, public_key.get(), from, to);
    if (!certificate) return std::nullopt;
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get()));
    X509* const self = certificate.get();
    const bool server = subject.holder == Holder::Server;
    const bool between = server && !subject.store.empty();  // it asks central as well
    add_extension(self, issuer.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(self, issuer.get(), NID_key_usage, "critical,digitalSignature");
    add_extension(self, issuer.get(), NID_ext_key_usage,
                  between  ? "critical,serverAuth,clientAuth"
                  : server ? "critical,serverAuth"
                           : "critical,clientAuth");
    add_extension(self, issuer.get(), NID_authority_key_identifier, "keyid");
    if (!hosts.empty())
        add_extension(self, issuer.get(), NID_subject_alt_name, alternative_names(hosts));
    const KeyHandle signer = private_key_of(authority_key);
    return finish(std::move(certificate), signer.get());
}

std::optional<CertificateFacts> read_certificate(ByteView der) {
    const CertificateHandle certificate = certificate_from(der);
    if (!certificate) return std::nullopt;
    CertificateFacts facts;
    X509_NAME* name = X509_get_subject_name(certificate.get());
    facts.subject.name = name_in(name, NID_commonName);
    facts.subject.store = name_in(name, NID_organizationName);
    const std::string word = name_in(name, NID_organizationalUnitName);
    const auto* holder = std::ranges::find(kHolders, word, &decltype(kHolders)::value_type::second);
    if (holder == kHolders.end() || facts.subject.name.empty()) return std::nullopt;
    facts.subject.holder = holder->first;
    EVP_PKEY* key = X509_get0_pubkey(certificate.get());
    std::size_t size = facts.key.size();
    if (key == nullptr || EVP_PKEY_get_id(key) != EVP_PKEY_ED25519 ||
        EVP_PKEY_get_raw_public_key(key, facts.key.data(), &size) != 1)
        return std::nullopt;
    const auto from = instant_of(X509_get0_notBefore(certificate.get()));
    const auto to = instant_of(X509_get0_notAfter(certificate.get()));
    if (!from || !to) return std::nullopt;
    facts.from = *from;
    facts.to = *to;
    return facts;
}

bool is_issued_by(ByteView der, ByteView authority) {
    const CertificateHandle certificate = certificate_from(der);
    const CertificateHandle issuer = certificate_from(authority);
    return certificate && issuer &&
           X509_check_issued(issuer.get(), certificate.get()) == X509_V_OK &&
           X509_verify(certificate.get(), X509_get0_pubkey(issuer.get())) == 1;
}

std::string certificate_as_pem(ByteView der) {
    const CertificateHandle certificate = certificate_from(der);
    const Text text(BIO_new(BIO_s_mem()));
    check(certificate && PEM_write_bio_X509(text.get(), certificate.get()) == 1, "a PEM text");
    return text_in(text);
}

std::string key_as_pem(const KeySeed& seed) {
    const KeyHandle key = private_key_of(seed);
    const Text text(BIO_new(BIO_s_mem()));
    check(PEM_write_bio_PKCS8PrivateKey(text.get(), key.get(), nullptr, nullptr, 0, nullptr,
                                        nullptr) == 1,
          "a PEM text");
    return text_in(text);
}

}  // namespace kopilka::sync
