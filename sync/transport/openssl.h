// Owners of OpenSSL's keys and certificates, for the .cpp files of this room only.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/ed25519.h"

#include <memory>

struct evp_pkey_st;
struct x509_st;

namespace kopilka::sync {

struct FreeKey {
    void operator()(evp_pkey_st* key) const;
};
struct FreeCertificate {
    void operator()(x509_st* certificate) const;
};
using KeyHandle = std::unique_ptr<evp_pkey_st, FreeKey>;
using CertificateHandle = std::unique_ptr<x509_st, FreeCertificate>;

KeyHandle private_key_of(const KeySeed& seed);
CertificateHandle certificate_from(ByteView der);  // nullptr: not exactly one
Bytes der_of(x509_st* certificate);

}  // namespace kopilka::sync
