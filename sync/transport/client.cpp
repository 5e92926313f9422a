#include "sync/transport/client.h"

#include "sync/transport/certificate.h"
#include "sync/transport/openssl.h"

#include <atomic>
#include <chrono>
#include <utility>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace kopilka::sync {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Milliseconds = std::chrono::milliseconds;
using Body = http::vector_body<std::uint8_t>;

// What an exchange needs until its last callback has run; a broken-off one keeps its own.
struct Exchange {
    Exchange(asio::io_context& io, asio::ssl::context& context) : stream(io, context) {}
    // OpenSSL takes up no session again whose connection went without a goodbye.
    ~Exchange() { SSL_set_shutdown(stream.native_handle(), SSL_SENT_SHUTDOWN); }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    asio::ssl::stream<tcp::socket> stream;
    boost::beast::flat_buffer buffer;
    http::request<Body> request;
    std::optional<http::response_parser<Body>> parser;
};

Errc errc_of(error_code error) {
    if (is_about_trust(error)) return Errc::Invalid;
    if (error == http::error::end_of_stream || error == http::error::partial_message) {
        return Errc::Disconnected;
    }
    const bool about_http = error.category() == error_code(http::error::end_of_stream).category();
    return about_http ? Errc::Corrupt : Errc::Disconnected;
}

http::request<Body> to_beast(const ClientRequest& request, const Address& server) {
    http::request<Body> result(http::string_to_verb(request.method), request.target, 11);
    result.set(http::field::host, server.host);
    result.set(http::field::content_type, "application/x-protobuf");
    result.body() = request.body;
    result.prepare_payload();
    return result;
}

}  // namespace

class Connection::Impl {
public:
    Impl(Address server, const Identity& identity, Timeouts timeouts, std::size_t most_body)
        : server_(std::move(server)),
          timeouts_(timeouts),
          most_body_(most_body),
          believes_anybody_(identity.authority.empty()),
          identity_(client_context(identity)) {
        take_up_identity();
    }

    void become(const Identity& identity) {
        drop();
        session_.reset();
        believes_anybody_ = identity.authority.empty();
        identity_ = client_context(identity);
        take_up_identity();
    }

    void start(const ClientRequest& request, std::uint32_t longer_ms) {
        if (busy_) drop();
        ++turn_;
        busy_ = true;
        answer_.reset();
        longer_ms_ = longer_ms;
        request_ = to_beast(request, server_);
        // Bytes that nobody asked for must not be taken for the next answer.
        reused_ = now_ && now_->buffer.size() == 0;
        reused_ ? write() : connect();
    }

    std::optional<Result<ClientReply>> wait(std::uint32_t most_ms) {
        const auto until = std::chrono::steady_clock::now() + Milliseconds(most_ms);
        while (!answer_ && !stopped_ && !interrupted_.exchange(false)) {
            if (io_.run_one_until(until) == 0) break;
        }
        if (stopped_) return fail(Errc::Busy, "stopped");
        if (!answer_) return std::nullopt;
        busy_ = false;
        return std::exchange(answer_, std::nullopt);
    }

    // An interruption does not break off a whole exchange; it stays for the next wait.
    Result<ClientReply> exchange(const ClientRequest& request) {
        start(request, 0);
        bool interrupted = false;
        while (true) {
            auto answer = wait(patience_ * (timeouts_.connect + timeouts_.exchange));
            if (!answer) {
                interrupted = true;
                continue;
            }
            if (interrupted) interrupted_ = true;
            return *std::move(answer);
        }
    }

    void be_patient(std::uint32_t times) { patience_ = times; }

    void drop() {
        ++turn_;
        busy_ = false;
        answer_.reset();
        timer_.cancel();
        resolver_.cancel();
        close(now_);
        now_.reset();
    }

    Bytes server_certificate() const {
        if (!now_) return {};
        const CertificateHandle shown(SSL_get1_peer_certificate(now_->stream.native_handle()));
        return shown ? der_of(shown.get()) : Bytes();
    }

    bool is_resumed() const {
        return now_ && SSL_session_reused(now_->stream.native_handle()) == 1;
    }

    bool busy() const { return busy_; }
    void interrupt() {
        interrupted_ = true;
        asio::post(io_, [] {});
    }
    void stop() {
        stopped_ = true;
        asio::post(io_, [] {});
    }

private:
    using Line = std::shared_ptr<Exchange>;
    struct FreeSession {
        void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
    };
    using KeptSession = std::unique_ptr<SSL_SESSION, FreeSession>;

    void take_up_identity() {
        tls_.reset();
        if (!identity_) return;
        SSL_CTX* const context = one_more_owner(*identity_);
        tls_.emplace(context);
        SSL_CTX_set_ex_data(context, place_of_self(), this);
        SSL_CTX_sess_set_new_cb(context, keep_session);
    }

    static void close(const Line& line) {
        error_code ignored;
        if (line) line->stream.next_layer().close(ignored);
    }

    // Where a context keeps whose it is; its "app data" is Asio's.
    static int place_of_self() {
        static const int place = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
        return place;
    }

    // A server's ticket: the next connection costs it half.
    static int keep_session(SSL* connection, SSL_SESSION* session) {
        SSL_CTX* const context = SSL_get_SSL_CTX(connection);
        auto* const self = static_cast<Impl*>(SSL_CTX_get_ex_data(context, place_of_self()));
        self->session_.reset(session);
        return 1;
    }

    void connect() {
        if (!identity_) return give_up(identity_.error().code, identity_.error().detail);
        now_ = std::make_shared<Exchange>(io_, *tls_);
        limit(patience_ * timeouts_.connect, "no connection in time");
        error_code not_numeric;
        const auto numeric = asio::ip::make_address(server_.host, not_numeric);
        if (!not_numeric) return connect_to(tcp::endpoint(numeric, server_.port));
        resolver_.async_resolve(
            server_.host, std::to_string(server_.port),
            [this, turn = turn_](error_code error, const tcp::resolver::results_type& found) {
                if (turn != turn_) return;
                if (error) return give_up(Errc::NotFound, error.message());
                connect_to(found.begin()->endpoint());
            });
    }

    void connect_to(const tcp::endpoint& endpoint) {
        now_->stream.next_layer().async_connect(
            endpoint, [this, line = now_, turn = turn_](error_code error) {
                if (turn != turn_) return;
                if (error) return give_up(Errc::Disconnected, error.message());
                error_code ignored;
                line->stream.next_layer().set_option(tcp::no_delay(true), ignored);
                shake_hands();
            });
    }

    void shake_hands() {
        if (session_) SSL_set_session(now_->stream.native_handle(), session_.get());
        now_->stream.async_handshake(
            asio::ssl::stream_base::client, [this, line = now_, turn = turn_](error_code error) {
                if (turn != turn_) return;
                if (error) return give_up(errc_of(error), why(error));
                if (is_who_was_meant()) return write();
                give_up(Errc::Invalid, "this is not the server that was meant");
            });
    }

    // A store server must not pass for central, nor for another store's. Whoever believes anybody
    // yet finds out by other means.
    bool is_who_was_meant() const {
        if (believes_anybody_) return true;
        const CertificateHandle shown(SSL_get1_peer_certificate(now_->stream.native_handle()));
        const auto facts = shown ? read_certificate(der_of(shown.get())) : std::nullopt;
        return facts && facts->subject.holder == Holder::Server &&
               facts->subject.store == server_.store;
    }

    void write() {
        limit(patience_ * timeouts_.exchange + longer_ms_, "no answer in time");
        now_->request = request_;
        now_->parser.emplace();
        now_->parser->body_limit(most_body_);
        http::async_write(now_->stream, now_->request,
                          [this, line = now_, turn = turn_](error_code error, std::size_t) {
                              if (turn != turn_) return;
                              error ? lost(error) : read();
                          });
    }

    void read() {
        http::async_read(now_->stream, now_->buffer, *now_->parser,
                         [this, line = now_, turn = turn_](error_code error, std::size_t) {
                             if (turn != turn_) return;
                             error ? lost(error) : finish(line->parser->release());
                         });
    }

    // A kept connection that the server closed meanwhile is no failure: once more on a new one.
    void lost(error_code error) {
        const bool answered = now_->parser->got_some();
        if (reused_ && !answered && errc_of(error) == Errc::Disconnected) {
            reused_ = false;
            close(now_);
            return connect();
        }
        give_up(errc_of(error), why(error));
    }

    void finish(http::response<Body> response) {
        ++turn_;
        timer_.cancel();
        if (now_->buffer.size() == 0)
            now_->buffer.shrink_to_fit();  // it held what came, people too
        const auto type = response[http::field::content_type];
        answer_ = ClientReply{response.result_int(), std::string(type.data(), type.size()),
                              std::move(response.body())};
        if (!response.keep_alive()) {
            close(now_);
            now_.reset();
        }
    }

    void give_up(Errc code, const std::string& why) {
        drop();
        busy_ = true;
        answer_ = fail(code, to_string(server_) + ": " + why);
    }

    void limit(std::uint32_t ms, const char* words) {
        timer_.expires_after(Milliseconds(ms));
        timer_.async_wait([this, words, turn = turn_](error_code cancelled) {
            if (!cancelled && turn == turn_) give_up(Errc::Timeout, words);
        });
    }

    Address server_;
    Timeouts timeouts_;
    std::size_t most_body_;
    bool believes_anybody_;
    Result<TlsContext> identity_;
    std::optional<asio::ssl::context> tls_;
    KeptSession session_;
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(io_);
    tcp::resolver resolver_{io_};
    asio::steady_timer timer_{io_};
    std::uint64_t turn_ = 0;  // a callback of an earlier turn has nothing to say any more
    bool busy_ = false;
    bool reused_ = false;
    std::uint32_t longer_ms_ = 0;
    std::uint32_t patience_ = 1;
    http::request<Body> request_;
    Line now_;
    std::optional<Result<ClientReply>> answer_;
    std::atomic<bool> interrupted_ = false;
    std::atomic<bool> stopped_ = false;
};

Connection::Connection(Address address, const Identity& identity, Timeouts timeouts,
                       std::size_t most_body_bytes)
    : impl_(std::make_unique<Impl>(std::move(address), identity, timeouts, most_body_bytes)) {}
Connection::~Connection() = default;
void Connection::start(const ClientRequest& request, std::uint32_t longer_ms) {
    impl_->start(request, longer_ms);
}
bool Connection::busy() const { return impl_->busy(); }
std::optional<Result<ClientReply>> Connection::wait(std::uint32_t most_ms) {
    return impl_->wait(most_ms);
}
Result<ClientReply> Connection::exchange(const ClientRequest& request) {
    return impl_->exchange(request);
}
Bytes Connection::server_certificate() const { return impl_->server_certificate(); }
bool Connection::is_resumed() const { return impl_->is_resumed(); }
void Connection::be_patient(std::uint32_t times) { impl_->be_patient(times); }
void Connection::become(const Identity& identity) { impl_->become(identity); }
void Connection::drop() { impl_->drop(); }
void Connection::interrupt() { impl_->interrupt(); }
void Connection::stop() { impl_->stop(); }

}  // namespace kopilka::sync
