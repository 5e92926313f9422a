#include "tests/nodes/nodes.h"

#include "tests/support/eventually.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/shell.h"

#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kopilka {
namespace {

constexpr const char* kHere = "127.0.0.1";
constexpr const char* kSecret = "sesame";

// Free ones, different from each other.
std::vector<int> free_ports(std::size_t count) {
    std::vector<int> sockets, ports;
    while (ports.size() < count) {
        sockets.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* const plain = reinterpret_cast<sockaddr*>(&address);
        if (::bind(sockets.back(), plain, size) != 0 ||
            ::getsockname(sockets.back(), plain, &size) != 0)
            throw std::runtime_error("no free port");
        ports.push_back(ntohs(address.sin_port));
    }
    for (const int socket : sockets) ::close(socket);
    return ports;
}

std::string at(int port) { return std::string(kHere) + ":" + std::to_string(port); }

// The one answer to a question; empty where nobody answers.
std::string one_answer(const std::string& url, const std::string& sql) {
    const std::unique_ptr<PGconn, void (*)(PGconn*)> line(PQconnectdb(url.c_str()), PQfinish);
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(line.get(), sql.c_str()),
                                                                PQclear);
    if (PQntuples(result.get()) != 1) return "";
    return PQgetvalue(result.get(), 0, 0);
}

template <typename Condition>
bool comes_true(const Condition& so) {
    return eventually(so, 240, 0.1);
}

std::string read(const std::string& path) {
    std::ifstream in(path);
    if (!in) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Nodes::Nodes() : as_user_(setpriv_for(folder_.path())) {
    std::ofstream(file("pgpass")) << "*:*:*:*:" << kSecret << "\n";
    std::filesystem::permissions(file("pgpass"), std::filesystem::perms::owner_read);
    const std::vector<int> free = free_ports(4 * kCount);
    for (int node = 0; node < kCount; ++node) {
        const int* four = free.data() + 4 * node;
        ports_.at(node) = {four[0], four[1], four[2], four[3]};
    }
    for (int node = 0; node < kCount; ++node) {
        write_config(node);
        start_etcd(node);
    }
    for (int node = 0; node < kCount; ++node) start(node);
    wait_until_whole();
    make_database();
}

Nodes::~Nodes() {
    for (int node = 0; node < kCount; ++node) kill(node);
}

// sync/server/patroni.yml with what differs here: one machine, smaller, and impatient.
void Nodes::write_config(int node) const {
    const Ports& own = ports_.at(node);
    std::string text = read(SOURCE_DIR "/sync/server/patroni.yml");
    const auto put = [&](const std::string& place, const std::string& words) {
        std::size_t found = text.find(place);
        if (found == std::string::npos) throw std::runtime_error("patroni.yml has no " + place);
        for (; found != std::string::npos; found = text.find(place, found + words.size()))
            text.replace(found, place.size(), words);
    };
    for (int i = 0; i < kCount; ++i)
        put("HOST" + std::to_string(i + 1) + ":2379", at(ports_.at(i).etcd));
    put("HOST:8008", at(own.patroni));
    put("HOST:5432", at(own.postgres));
    put("NODE", name(node));
    put("NETWORK", std::string(kHere) + "/32");
    put("SECRET", kSecret);
    put("/var/lib/postgresql/15/kopilka", file(name(node)));
    put("/var/lib/postgresql/patroni.pgpass", file(name(node) + ".pgpass"));
    put("/var/run/postgresql", folder_.path().string());
    put("ttl: 30", "ttl: 10");
    put("loop_wait: 5", "loop_wait: 1");
    put("retry_timeout: 10", "retry_timeout: 3");
    put("wal_keep_size: 1GB", "wal_keep_size: 64MB\n        shared_buffers: 32MB");
    put("- data-checksums", "- data-checksums\n    - no-sync\n    - wal-segsize: '1'");
    put("mode: required", "mode: off");
    std::ofstream(file(name(node) + ".yml")) << text;
}

void Nodes::start_etcd(int node) {
    std::string everybody;
    for (int i = 0; i < kCount; ++i)
        everybody += (i == 0 ? "" : ",") + name(i) + "=http://" + at(ports_.at(i).etcd_peer);
    const std::string clients = " http://" + at(ports_.at(node).etcd);
    const std::string peers = " http://" + at(ports_.at(node).etcd_peer);
    const std::string log = file(name(node) + ".etcd");
    spawn(etcd_.at(node),
          "--pdeathsig=KILL etcd --name " + name(node) + " --data-dir " + log +
              ".data --listen-peer-urls" + peers + " --initial-advertise-peer-urls" + peers +
              " --listen-client-urls" + clients + " --advertise-client-urls" + clients +
              " --initial-cluster " + everybody +
              " --heartbeat-interval 250 --election-timeout 2500",
          log + ".log");
}

void Nodes::start(int node) {
    spawn(patroni_.at(node),
          "--pdeathsig=TERM " SOURCE_DIR "/tests/nodes/node " + file(name(node) + ".yml") + " " +
              file(name(node)),
          file(name(node) + ".log"));
}

void Nodes::spawn(std::optional<Process>& process, const std::string& command,
                  const std::string& log) const {
    process.emplace(std::vector<std::string>{"sh", "-c", "exec setpriv" + as_user_ + " " + command},
                    log);
}

void Nodes::kill(int node) {
    if (patroni_.at(node)) patroni_.at(node)->end(SIGTERM);
}

std::string Nodes::answer(int node, const std::string& sql) const {
    return one_answer(url_of(node, "kopilka"), sql);
}

std::string Nodes::url() const {
    return "postgresql://kopilka@" + at(ports_[0].postgres) + "," + at(ports_[1].postgres) + "," +
           at(ports_[2].postgres) +
           "/kopilka?target_session_attrs=read-write&passfile=" + file("pgpass");
}

// Each user's database has his name.
std::string Nodes::url_of(int node, const std::string& user) const {
    return "postgresql://" + user + "@" + at(ports_.at(node).postgres) + "/" + user +
           "?connect_timeout=5&passfile=" + file("pgpass");
}

std::optional<int> Nodes::leader() const {
    for (int node = 0; node < kCount; ++node)
        if (one_answer(url_of(node, "postgres"), "SELECT pg_is_in_recovery()") == "f") return node;
    return std::nullopt;
}

// Only whom Patroni has written down as waited for may lead after a leader: PostgreSQL waits for it
// some seconds earlier.
bool Nodes::is_whole() const {
    const auto node = leader();
    return node &&
           one_answer(url_of(*node, "postgres"),
                      "SELECT count(*) = 2 AND bool_or(sync_state = 'sync')"
                      " FROM pg_stat_replication WHERE state = 'streaming'") == "t" &&
           cluster_seen_by(*node).find("\"sync_standby\"") != std::string::npos;
}

// Patroni's own interface; its documentation, "REST API", GET /cluster.
std::string Nodes::cluster_seen_by(int node) const {
    return run("bash -c 'exec 3<>/dev/tcp/" + std::string(kHere) + "/" +
               std::to_string(ports_.at(node).patroni) +
               R"(; printf "GET /cluster HTTP/1.0\r\n\r\n" >&3; cat <&3')")
        .words;
}

int Nodes::wait_for_leader() const {
    std::optional<int> found;
    if (!comes_true([&] { return (found = leader()).has_value(); }))
        throw std::runtime_error("no leader: " + ends_of_logs());
    return *found;
}

void Nodes::wait_until_whole() const {
    if (!comes_true([&] { return is_whole(); }))
        throw std::runtime_error("not whole: " + ends_of_logs());
}

void Nodes::make_database() const {
    const std::string leader = url_of(wait_for_leader(), "postgres");
    PostgresCluster::run_in(leader,
                            std::string("CREATE ROLE kopilka LOGIN PASSWORD '") + kSecret + "'");
    PostgresCluster::run_in(leader,
                            "CREATE DATABASE kopilka OWNER kopilka ENCODING UTF8"
                            " TEMPLATE template0");
    // A standby that has not heard of it would end a connection to the list of all.
    for (int node = 0; node < kCount; ++node)
        if (!comes_true([&] { return one_answer(url_of(node, "kopilka"), "SELECT 7") == "7"; }))
            throw std::runtime_error("no database at a standby: " + ends_of_logs());
}

std::string Nodes::ends_of_logs() const {
    return run("tail -n 15 " + folder_.path().string() + "/*.log").words;
}

}  // namespace kopilka
