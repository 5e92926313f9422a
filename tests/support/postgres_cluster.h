// A PostgreSQL server of the test's own, in a folder of its own, heard of by nobody else: it
// listens on a socket in that folder. Syncs to the disk as a shop's does, but would answer a commit
// before that (synchronous_commit off): who needs more must ask for it. Gone with the test, however
// the test ends.
#pragma once
#include "tests/support/eventually.h"
#include "tests/support/process.h"
#include "tests/support/shell.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <libpq-fe.h>
#include <pwd.h>
#include <unistd.h>

namespace kopilka {

// PostgreSQL refuses to run as root: an ordinary user gets the folder. The options with which
// setpriv(1) becomes that user, each after a blank; none where we are one.
inline std::string setpriv_for(const std::filesystem::path& folder) {
    if (::getuid() != 0) return "";
    const passwd* user = ::getpwnam("postgres");  // comes with Debian's packages
    if (user == nullptr) user = ::getpwnam("nobody");
    if (user == nullptr || ::chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0)
        throw std::runtime_error("no user to run postgres as");
    return " --reuid=" + std::to_string(user->pw_uid) + " --regid=" + std::to_string(user->pw_gid) +
           " --clear-groups";
}

class PostgresCluster {
public:
    // `initdb`: options of what makes it, small as it is; `options`: of the server.
    explicit PostgresCluster(const std::string& initdb = "--wal-segsize=1",
                             std::string options = "-c shared_buffers=32MB")
        : options_(std::move(options)) {
        const ProcessSaid said =
            run("setpriv" + as_user_ + " " + kPrograms + "/initdb -D " + data() +
                " -U kopilka -A trust -E UTF8 --locale=C.UTF-8 --no-sync"
                " --no-instructions " +
                initdb);
        if (said.code != 0) throw std::runtime_error("initdb (of postgresql-15): " + said.words);
        start();
    }
    PostgresCluster(const PostgresCluster&) = delete;
    PostgresCluster& operator=(const PostgresCluster&) = delete;
    ~PostgresCluster() {
        if (process_) process_->end(SIGQUIT);
    }

    // Answering when it returns. After a kill the kernel must have cleared away the old one first.
    void start() {
        for (int tries = 0; tries < 300; ++tries) {
            if (!process_ || !process_->runs()) spawn();
            if (PQping(url("postgres").c_str()) == PQPING_OK) return;
            sleep_for(0.05);
        }
        throw std::runtime_error("postgres does not start: " + log());
    }
    // kill -9 of its first process, as a power cut would be for the others.
    void kill() { process_.reset(); }

    std::string url(const std::string& database) const {
        return "postgresql://kopilka@/" + database + "?host=" + folder_.path().string();
    }
    // A new empty one; its url.
    std::string make_database() {
        const std::string name = "shop" + std::to_string(++databases_);
        administer("CREATE DATABASE " + name);
        return url(name);
    }
    void administer(const std::string& sql) { run_in(url("postgres"), sql); }
    // Beside whoever works there.
    static void run_in(const std::string& url, const std::string& sql) {
        PGconn* connection = PQconnectdb(url.c_str());
        PGresult* result = PQexec(connection, sql.c_str());
        const auto status = PQresultStatus(result);
        const std::string words = PQerrorMessage(connection);
        PQclear(result);
        PQfinish(connection);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            throw std::runtime_error(sql + ": " + words);
    }

private:
    static constexpr const char* kPrograms = "/usr/lib/postgresql/15/bin";

    std::string data() const { return (folder_ / "data").string(); }
    std::string log() const {
        std::ifstream in(folder_ / "log");
        return {std::istreambuf_iterator<char>(in), {}};
    }

    void spawn() {
        const std::string command =
            "exec setpriv --pdeathsig=QUIT" + as_user_ + " " + kPrograms + "/postgres -D " +
            data() + " -c unix_socket_directories=" + folder_.path().string() +
            " -c listen_addresses= -c fsync=on -c synchronous_commit=off -c max_connections=40"
            " -c recovery_init_sync_method=syncfs " +
            options_;
        process_.emplace(std::vector<std::string>{"sh", "-c", command}, folder_ / "log");
    }

    std::string options_;
    TemporaryFolder folder_;
    const std::string as_user_ = setpriv_for(folder_.path());
    std::optional<Process> process_;
    int databases_ = 0;
};

}  // namespace kopilka
