// A PostgreSQL server of the test's own, in a folder of its own, heard of by nobody else: it
// listens on a socket in that folder. Syncs to the disk as a shop's does, but would answer a commit
// before that (synchronous_commit off): who needs more must ask for it. Gone with the test, however
// the test ends.
#pragma once
#include "tests/support/shell.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kopilka {

class PostgresCluster {
public:
    // `initdb`: options of what makes it, small as it is; `options`: of the server.
    explicit PostgresCluster(const std::string& initdb = "--wal-segsize=1",
                             std::string options = "-c shared_buffers=32MB")
        : options_(std::move(options)) {
        if (::getuid() == 0) give_to_an_ordinary_user();
        const ProcessSaid said = run(as_user_ + kPrograms + "/initdb -D " + data() +
                                     " -U kopilka -A trust -E UTF8 --locale=C.UTF-8 --no-sync"
                                     " --no-instructions " +
                                     initdb);
        if (said.code != 0) throw std::runtime_error("initdb (of postgresql-15): " + said.words);
        start();
    }
    PostgresCluster(const PostgresCluster&) = delete;
    PostgresCluster& operator=(const PostgresCluster&) = delete;
    ~PostgresCluster() { end(SIGQUIT); }

    // Answering when it returns. After a kill the kernel must have cleared away the old one first.
    void start() {
        for (int tries = 0; tries < 300; ++tries) {
            if (process_ == 0) spawn();
            if (PQping(url("postgres").c_str()) == PQPING_OK) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            if (::waitpid(process_, nullptr, WNOHANG) == process_) process_ = 0;
        }
        throw std::runtime_error("postgres does not start: " + log());
    }
    // kill -9 of its first process, as a power cut would be for the others.
    void kill() { end(SIGKILL); }

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

    // PostgreSQL refuses to run as root.
    void give_to_an_ordinary_user() {
        const passwd* user = ::getpwnam("postgres");
        if (user == nullptr) user = ::getpwnam("nobody");
        if (user == nullptr || ::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("no user to run postgres as");
        as_user_ = "setpriv --reuid=" + std::to_string(user->pw_uid) +
                   " --regid=" + std::to_string(user->pw_gid) + " --clear-groups ";
    }

    void spawn() {
        const std::string command =
            "exec " + (as_user_.empty() ? "setpriv " : as_user_) + "--pdeathsig=QUIT " + kPrograms +
            "/postgres -D " + data() + " -c unix_socket_directories=" + folder_.path().string() +
            " -c listen_addresses= -c fsync=on -c synchronous_commit=off -c max_connections=40"
            " -c recovery_init_sync_method=syncfs " +
            options_;
        std::vector<std::string> words{"/bin/sh", "-c", command};
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        const std::string log = (folder_ / "log").string();
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                         0600);
        posix_spawn_file_actions_adddup2(&actions, 1, 2);
        const int failed =
            ::posix_spawn(&process_, arguments[0], &actions, nullptr, arguments.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        if (failed != 0) throw std::runtime_error("cannot start postgres");
    }

    void end(int signal) {
        if (process_ == 0) return;
        ::kill(process_, signal);
        ::waitpid(process_, nullptr, 0);
        process_ = 0;
    }

    std::string options_;
    TemporaryFolder folder_;
    std::string as_user_;  // "setpriv … " where we are root
    pid_t process_ = 0;
    int databases_ = 0;
};

}  // namespace kopilka
