#include "sync/transport/server.h"

#include "sync/transport/openssl.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <map>
#include <set>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace kopilka::sync {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Body = http::vector_body<std::uint8_t>;
using Clock = std::chrono::steady_clock;

std::uint64_t milliseconds(Clock::duration time) {
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(time).count());
}

constexpr auto kAskAgain = std::chrono::milliseconds(250);

std::string text_of(boost::beast::string_view text) { return {text.data(), text.size()}; }

ServerRequest from_beast(http::request<Body>& request) {
    ServerRequest result;
    result.method = text_of(request.method_string());
    const std::string target = text_of(request.target());
    const std::size_t question = target.find('?');
    result.path = target.substr(0, question);
    if (question != std::string::npos) result.query = target.substr(question + 1);
    result.body = std::move(request.body());
    return result;
}

struct Shared;

// One client's connection: shake hands, then read a request, ask the handler (perhaps again),
// write, next.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(tcp::socket socket, asio::ssl::context& tls, Shared& shared)
        : stream_(std::move(socket), tls), shared_(shared) {}

    void shake_hands();
    void ask(bool last_call);
    void close() { line().close(); }
    bool waits() const { return waits_; }
    bool idle() const { return idle_; }

private:
    boost::beast::tcp_stream& line() { return stream_.next_layer(); }
    void meet();
    void read_header();
    void read_body();
    void write(ServerReply reply);
    void refuse(http::status status);
    void finish(bool keep_alive);
    std::chrono::seconds slow() const;

    boost::beast::ssl_stream<boost::beast::tcp_stream> stream_;
    Shared& shared_;
    std::optional<CertificateFacts> peer_;
    std::string who_;  // his key; without a certificate, his address
    boost::beast::flat_buffer buffer_;
    std::optional<http::request_parser<Body>> parser_;
    http::response<Body> response_;
    ServerRequest request_;
    Clock::time_point since_;
    bool keep_alive_ = true;
    bool waits_ = false;
    bool idle_ = true;
};

// What the sessions share; outlives them all.
struct Shared {
    Handler handler;
    TurnedAway turned_away;
    ServerLimits limits;
    std::set<std::shared_ptr<Session>> sessions;
    bool stopping = false;
    std::map<std::string, Bucket> buckets;  // by who asks

    bool may_ask(const std::string& who) {
        constexpr std::size_t kMany = 10'000;
        const std::uint64_t now = milliseconds(Clock::now().time_since_epoch());
        if (buckets.size() > kMany)
            std::erase_if(buckets,
                          [&](const auto& one) { return one.second.is_idle(limits.pace, now); });
        return buckets[who].take(limits.pace, now);
    }
};

std::chrono::seconds Session::slow() const {
    return std::chrono::seconds(shared_.limits.slow_seconds);
}

void Session::shake_hands() {
    error_code unknown;
    const auto from = line().socket().remote_endpoint(unknown);
    who_ = unknown ? "?" : from.address().to_string();
    line().expires_after(slow());
    stream_.async_handshake(asio::ssl::stream_base::server,
                            [self = shared_from_this()](error_code error) {
                                if (!error) return self->meet();
                                if (self->shared_.turned_away)
                                    self->shared_.turned_away(self->who_, why(error));
                                self->finish(false);
                            });
}

void Session::meet() {
    const CertificateHandle shown(SSL_get1_peer_certificate(stream_.native_handle()));
    if (shown) peer_ = read_certificate(der_of(shown.get()));
    if (peer_) who_ = as_text(peer_->key);
    read_header();
}

void Session::read_header() {
    idle_ = true;
    parser_.emplace();
    parser_->body_limit(shared_.limits.most_body_bytes);
    line().expires_after(std::chrono::seconds(shared_.limits.idle_seconds));
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](error_code error, std::size_t) {
                                if (!error) return self->read_body();
                                if (error == http::error::body_limit) {
                                    return self->refuse(http::status::payload_too_large);
                                }
                                self->finish(false);
                            });
}

void Session::read_body() {
    idle_ = false;
    line().expires_after(slow());
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](error_code error, std::size_t) {
                         if (error == http::error::body_limit) {
                             return self->refuse(http::status::payload_too_large);
                         }
                         if (error) return self->finish(false);
                         self->keep_alive_ = self->parser_->get().keep_alive();
                         self->request_ = from_beast(self->parser_->get());
                         self->request_.peer = self->peer_;
                         self->since_ = Clock::now();
                         self->line().expires_never();
                         if (!self->shared_.may_ask(self->who_))
                             return self->write({429, "text/plain", {}});
                         self->ask(self->shared_.stopping);
                     });
}

void Session::ask(bool last_call) {
    request_.waited_ms = static_cast<std::uint32_t>(milliseconds(Clock::now() - since_));
    request_.last_call = last_call;
    std::optional<ServerReply> reply = shared_.handler(request_);
    waits_ = !reply && !last_call;
    if (waits_) return;
    write(reply ? *std::move(reply) : ServerReply{503, "text/plain", {}});
}

void Session::write(ServerReply reply) {
    response_ = {};
    response_.version(11);
    response_.result(reply.status);
    response_.set(http::field::content_type, reply.content_type);
    response_.keep_alive(keep_alive_ && !shared_.stopping);
    response_.body() = std::move(reply.body);
    response_.prepare_payload();
    line().expires_after(slow());
    http::async_write(stream_, response_,
                      [self = shared_from_this()](error_code error, std::size_t) {
                          self->finish(!error && self->response_.keep_alive());
                      });
}

void Session::refuse(http::status status) {
    keep_alive_ = false;
    write({static_cast<unsigned>(status), "text/plain", {}});
}

void Session::finish(bool keep_alive) {
    if (keep_alive) return read_header();
    close();
    shared_.sessions.erase(shared_from_this());
}

}  // namespace

class Listener::Impl {
public:
    Impl(const TlsContext& tls, Handler handler, TurnedAway turned_away, ServerLimits limits)
        : tls_(one_more_owner(tls)),
          shared_{std::move(handler), std::move(turned_away), limits, {}, false, {}} {}
    ~Impl() {
        for (const auto& session : shared_.sessions) session->close();
    }

    Result<void> open(const Address& address) {
        error_code error;
        const auto host = asio::ip::make_address(address.host, error);
        if (error) return fail(Errc::Invalid, address.host + " is not a numeric address");
        const tcp::endpoint endpoint(host, address.port);
        acceptor_.open(endpoint.protocol(), error);
        if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
        if (error) {
            return fail(Errc::Io,
                        "cannot listen on " + to_string(address) + ": " + error.message());
        }
        port_ = acceptor_.local_endpoint(error).port();
        return {};
    }

    void run() {
        accept();
        tick();
        io_.run();
    }

    void stop_on_signals() {
        signals_.add(SIGINT);
        signals_.add(SIGTERM);
        signals_.async_wait([this](error_code error, int) {
            if (!error) close_down();
        });
    }

    void stop() {
        asio::post(io_, [this] { close_down(); });
    }
    void wake() {
        asio::post(io_, [this] { ask_again(); });
    }
    std::uint16_t port() const { return port_; }

private:
    void accept() {
        acceptor_.async_accept([this](error_code error, tcp::socket socket) {
            if (shared_.stopping) return;
            if (!error && shared_.sessions.size() < shared_.limits.most_connections) {
                error_code ignored;
                socket.set_option(tcp::no_delay(true), ignored);
                auto session = std::make_shared<Session>(std::move(socket), tls_, shared_);
                shared_.sessions.insert(session);
                session->shake_hands();
            }
            accept();
        });
    }

    void ask_again() {
        for (const auto& session : std::set(shared_.sessions)) {
            if (session->waits()) session->ask(shared_.stopping);
        }
    }

    void tick() {
        timer_.expires_after(kAskAgain);
        timer_.async_wait([this](error_code cancelled) {
            if (cancelled) return;
            ask_again();
            tick();
        });
    }

    // Those who wait are answered now; those in the middle of a request have a second.
    void close_down() {
        if (std::exchange(shared_.stopping, true)) return;
        error_code ignored;
        acceptor_.close(ignored);
        signals_.cancel(ignored);
        ask_again();
        for (const auto& session : shared_.sessions) {
            if (session->idle()) session->close();
        }
        drain(20);
    }
    void drain(int times) {
        if (shared_.sessions.empty() || times == 0) return io_.stop();
        timer_.expires_after(std::chrono::milliseconds(50));
        timer_.async_wait([this, times](error_code) { drain(times - 1); });
    }

    asio::io_context io_{1};
    asio::ssl::context tls_;
    tcp::acceptor acceptor_{io_};
    asio::steady_timer timer_{io_};
    asio::signal_set signals_{io_};
    std::uint16_t port_ = 0;
    Shared shared_;
};

Listener::Listener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Listener::~Listener() = default;

Result<std::unique_ptr<Listener>> Listener::open(const Address& address, const Identity& identity,
                                                 Handler handler, TurnedAway turned_away,
                                                 ServerLimits limits) {
    auto tls = server_context(identity);
    if (!tls) return tl::unexpected(tls.error());
    auto impl = std::make_unique<Impl>(*tls, std::move(handler), std::move(turned_away), limits);
    if (auto opened = impl->open(address); !opened) return tl::unexpected(opened.error());
    return std::unique_ptr<Listener>(new Listener(std::move(impl)));
}
std::uint16_t Listener::port() const { return impl_->port(); }
void Listener::stop_on_signals() { impl_->stop_on_signals(); }
void Listener::run() { impl_->run(); }
void Listener::stop() { impl_->stop(); }
void Listener::wake() { impl_->wake(); }

}  // namespace kopilka::sync
