#include "sync/transport/tls.h"

#include "sync/transport/openssl.h"

#include <boost/asio/ssl/error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace kopilka::sync {
namespace {

constexpr unsigned char kSessions[] = "kopilka";

bool believe(SSL_CTX* context, ByteView authority) {
    const CertificateHandle certificate = certificate_from(authority);
    X509_STORE* store = SSL_CTX_get_cert_store(context);
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_NO_CHECK_TIME);
    return certificate && X509_STORE_add_cert(store, certificate.get()) == 1;
}

bool show(SSL_CTX* context, const Identity& identity) {
    const CertificateHandle certificate = certificate_from(identity.certificate);
    const KeyHandle key = private_key_of(identity.key);
    return certificate && SSL_CTX_use_certificate(context, certificate.get()) == 1 &&
           SSL_CTX_use_PrivateKey(context, key.get()) == 1 &&
           SSL_CTX_check_private_key(context) == 1;
}

Result<TlsContext> context_of(const SSL_METHOD* method, const Identity& identity) {
    TlsContext context(SSL_CTX_new(method), SSL_CTX_free);
    const auto unusable = [](const char* what) {
        ERR_clear_error();
        return fail(Errc::Invalid, std::string(what) + " of this key cannot be used");
    };
    SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
    // Its buffers would hold the people of the last page of changes until the next one comes.
    SSL_CTX_set_options(context.get(), SSL_OP_CLEANSE_PLAINTEXT);
    if (!identity.authority.empty() && !believe(context.get(), identity.authority))
        return unusable("the authority's certificate");
    if (!identity.certificate.empty() && !show(context.get(), identity))
        return unusable("the certificate");
    return context;
}

}  // namespace

Result<TlsContext> client_context(const Identity& identity) {
    auto context = context_of(TLS_client_method(), identity);
    if (!context) return context;
    SSL_CTX_set_verify(context->get(),
                       identity.authority.empty() ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_session_cache_mode(context->get(),
                                   SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    return context;
}

Result<TlsContext> server_context(const Identity& identity) {
    auto context = context_of(TLS_server_method(), identity);
    if (!context) return context;
    SSL_CTX_set_verify(context->get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_session_id_context(context->get(), kSessions, sizeof kSessions - 1);
    SSL_CTX_set_num_tickets(context->get(), 1);
    return context;
}

ssl_ctx_st* one_more_owner(const TlsContext& context) {
    SSL_CTX_up_ref(context.get());
    return context.get();
}

std::string why(const boost::system::error_code& error) {
    if (error.category() != boost::asio::error::get_ssl_category()) return error.message();
    switch (ERR_GET_REASON(static_cast<unsigned long>(error.value()))) {
        case SSL_R_CERTIFICATE_VERIFY_FAILED:
            return "the other side's certificate is not from this chain's authority";
        case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
            return "the server does not believe who issued this certificate: enrol again";
        case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
        case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
        case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
            return "the server does not take this certificate: enrol again";
        case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
        case SSL_R_UNSUPPORTED_PROTOCOL: return "TLS 1.3 or nothing";
        case SSL_R_HTTP_REQUEST: return "spoken to without TLS";
        case SSL_R_WRONG_VERSION_NUMBER: return "the other side does not speak TLS";
        default: return error.message();
    }
}

bool is_about_trust(const boost::system::error_code& error) {
    return error.category() == boost::asio::error::get_ssl_category();
}

}  // namespace kopilka::sync
