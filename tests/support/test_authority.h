// An authority of one's own, and a server's end of a TLS connection on a plain socket, for servers
// that say nonsense.
#pragma once
#include "sync/transport/certificate.h"
#include "sync/transport/client.h"

#include <csignal>
#include <memory>
#include <optional>
#include <string>

#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace kopilka::sync {

class TestAuthority {
public:
    explicit TestAuthority(std::uint8_t seed = 1) { key_.fill(seed); }

    Bytes certificate() const { return make_authority(key_, "Test", {0}, kLongTime); }
    Identity identity(const Subject& subject, const KeySeed& key, Instant from = {0},
                      Instant to = kLongTime) const {
        const PublicKey public_key = key_pair_from_seed(key).public_key;
        return {key, *issue(key_, certificate(), subject, public_key, from, to), certificate()};
    }
    Identity server() const { return identity({Holder::Server, "central", ""}, {2}); }

private:
    static constexpr Instant kLongTime{4'000'000'000'000};
    KeySeed key_{};
};

// As `central admit` writes it: the key, its certificate, the authority.
inline Identity identity_from_pem(const std::string& pem) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> text(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    const auto next_certificate = [&] {
        const std::unique_ptr<X509, decltype(&X509_free)> one(
            PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), X509_free);
        unsigned char* der = nullptr;
        const int size = i2d_X509(one.get(), &der);
        const Bytes bytes(der, der + size);
        OPENSSL_free(der);
        return bytes;
    };
    Identity identity;
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(text.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    std::size_t size = identity.key.size();
    EVP_PKEY_get_raw_private_key(key.get(), identity.key.data(), &size);
    identity.certificate = next_certificate();
    identity.authority = next_certificate();
    return identity;
}

class TlsLine {
public:
    TlsLine(int socket, const Identity& identity)
        : context_(*server_context(identity)), connection_(SSL_new(context_.get())) {
        std::signal(SIGPIPE, SIG_IGN);
        SSL_set_fd(connection_, socket);
        SSL_accept(connection_);
    }
    TlsLine(const TlsLine&) = delete;
    TlsLine& operator=(const TlsLine&) = delete;
    ~TlsLine() { SSL_free(connection_); }

    std::string hear() {
        char bytes[16'384];
        const int size = SSL_read(connection_, bytes, sizeof bytes);
        return {bytes, size > 0 ? static_cast<std::size_t>(size) : 0};
    }
    // Of a client of ours: a small request, that comes in one or two pieces. Nullopt: he has gone.
    std::optional<ClientRequest> hear_request() {
        std::string text = hear();
        const std::size_t end = text.find("\r\n\r\n");
        if (end == std::string::npos) return std::nullopt;
        const std::size_t space = text.find(' ');
        const std::string length = "Content-Length: ";
        const std::size_t told = text.find(length);
        const std::size_t size =
            told < end ? std::stoul(text.substr(told + length.size())) : std::size_t{0};
        while (text.size() < end + 4 + size) {
            const std::string more = hear();
            if (more.empty()) return std::nullopt;
            text += more;
        }
        return ClientRequest{
            text.substr(0, space), text.substr(space + 1, text.find(' ', space + 1) - space - 1),
            Bytes(text.begin() + static_cast<std::ptrdiff_t>(end) + 4, text.end())};
    }
    bool say(const std::string& text) {
        return SSL_write(connection_, text.data(), static_cast<int>(text.size())) > 0;
    }

private:
    TlsContext context_;
    SSL* connection_;
};

}  // namespace kopilka::sync
