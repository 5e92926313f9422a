// Three machines of sync/server/high_availability.md in one: three members of etcd and three times
// Patroni with PostgreSQL 15, from sync/server/patroni.yml, at ports of their own on loopback, in a
// folder of the test's own. Gone with the test, however it ends.
#pragma once
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

#include <array>
#include <optional>
#include <string>

namespace kopilka {

class Nodes {
public:
    static constexpr int kCount = 3;

    // Whole when it returns, with an empty database `kopilka`. Throws where that takes minutes, as
    // all here.
    Nodes();
    Nodes(const Nodes&) = delete;
    Nodes& operator=(const Nodes&) = delete;
    ~Nodes();

    // As central is told it: all three, whichever takes writes.
    std::string url() const;
    // Of one of them, leading or not: the one answer of `kopilka` to a question. Empty: none.
    std::string answer(int node, const std::string& sql) const;

    // The one that takes writes now.
    std::optional<int> leader() const;
    int wait_for_leader() const;
    // A leader and two that follow it, one of them waited for at each commit.
    void wait_until_whole() const;

    // kill -9 of Patroni, PostgreSQL and all they started: the power is cut.
    void kill(int node);
    void start(int node);

private:
    struct Ports {
        int postgres, patroni, etcd, etcd_peer;
    };
    void start_etcd(int node);
    void write_config(int node) const;
    void make_database() const;
    bool is_whole() const;
    std::string cluster_seen_by(int node) const;
    std::string url_of(int node, const std::string& user) const;
    void spawn(std::optional<Process>& process, const std::string& command,
               const std::string& log) const;
    std::string file(const std::string& name) const { return (folder_ / name).string(); }
    std::string name(int node) const { return "node" + std::to_string(node + 1); }
    std::string ends_of_logs() const;

    TemporaryFolder folder_;
    std::string as_user_;  // setpriv_for() it
    std::array<Ports, kCount> ports_;
    // Patroni goes before what it asks.
    std::array<std::optional<Process>, kCount> etcd_;
    std::array<std::optional<Process>, kCount> patroni_;
};

}  // namespace kopilka
