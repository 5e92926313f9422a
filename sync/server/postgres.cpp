#include "sync/server/postgres.h"

#include "sync/server/postgres_values.h"
#include "sync/server/schema.h"

#include <map>

namespace kopilka::sync {
namespace {

struct EndConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct EndResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, EndConnection>;
using Reply = std::unique_ptr<PGresult, EndResult>;

// What the conninfo may say otherwise: an unreachable server or a dead line is noticed within
// seconds.
constexpr std::pair<const char*, const char*> kDefaults[] = {
    {"connect_timeout", "5"},      {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},  {"keepalives_count", "3"},
    {"tcp_user_timeout", "20000"}, {"fallback_application_name", "central"},
};

// The first statements of each session. A commit is answered when it is on disk, on the standby
// too where there is a synchronous one; remote_apply promises even more. The server looks for dead
// clients as we look for a dead server, so that their locks go.
constexpr const char* kSession =
    "SET lock_timeout = '10s';"
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;"
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') <> 'remote_apply'";

// Advisory locks of this session; the first number is ours ("kopi"), so as not to meet others'.
constexpr const char* kLockSchema = "SELECT pg_advisory_lock(1802465385, 1)";
constexpr const char* kUnlockSchema = "SELECT pg_advisory_unlock(1802465385, 1)";
constexpr const char* kLockServe = "SELECT pg_try_advisory_lock(1802465385, 2)";

std::string one_line(std::string words) {
    while (!words.empty() && (words.back() == '\n' || words.back() == ' ')) words.pop_back();
    for (char& letter : words)
        if (letter == '\n') letter = ' ';
    return words;
}

class Postgres : public Database {
public:
    Postgres(std::string conninfo, Use use) : conninfo_(std::move(conninfo)), use_(use) {}

    Result<void> set_up() {
        if (auto connected = connect(); !connected) return connected;
        // DDL of two that start at once would collide.
        for (const char* sql : {kLockSchema, kSchemaVersionTable.data()}) {
            if (auto done = execute_script(sql); !done) return tl::unexpected(done.error().error);
        }
        if (auto done = bring_up_to_date(*this); !done) return done;
        const auto unlocked = execute_script(kUnlockSchema);
        if (!unlocked) return tl::unexpected(unlocked.error().error);
        return {};
    }

    std::string_view engine() const override { return "postgres"; }

protected:
    Answer<void> begin(Access access) override {
        const char* const sql = access == Access::Write
                                    ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
                                    : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        if (is_connected()) {
            auto begun = execute_script(sql);
            if (begun || is_connected()) return begun;
        }
        // Lost while nothing was under way: nothing is done twice by beginning on another line.
        if (auto connected = connect(); !connected)
            return tl::unexpected(Failure{connected.error()});
        return execute_script(sql);
    }

    Answer<Rows> execute(std::string_view sql, const std::vector<Value>& values) override {
        const Parameters parameters(values);
        const auto name = prepared(sql, parameters);
        if (!name) return tl::unexpected(name.error());
        const Reply reply(PQexecPrepared(connection_.get(), name->c_str(), parameters.count(),
                                         parameters.data(), parameters.sizes(),
                                         parameters.formats(), 1));
        if (!is_done(reply)) return failed(reply);
        auto rows = rows_of(reply.get());
        if (!rows) return tl::unexpected(Failure{rows.error()});
        return *std::move(rows);
    }

    Answer<void> execute_script(const std::string& sql) override {
        const Reply reply(PQexec(connection_.get(), sql.c_str()));
        if (!is_done(reply)) return failed(reply);
        return {};
    }

private:
    bool is_connected() const { return PQstatus(connection_.get()) == CONNECTION_OK; }

    Result<void> connect() {
        std::vector<const char*> names, words;
        for (const auto& [name, word] : kDefaults) {
            names.push_back(name);
            words.push_back(word);
        }
        // Later ones outdo earlier ones.
        for (const auto& [name, word] :
             {std::pair{"dbname", conninfo_.c_str()}, {"client_encoding", "UTF8"}}) {
            names.push_back(name);
            words.push_back(word);
        }
        names.push_back(nullptr);
        words.push_back(nullptr);
        statements_.clear();
        connection_.reset(PQconnectdbParams(names.data(), words.data(), 1));
        if (!is_connected()) return fail(Errc::Disconnected, unreachable_words());
        PQsetNoticeProcessor(
            connection_.get(), [](void*, const char*) {}, nullptr);
        auto begun = begin_session();
        if (!begun) connection_.reset();
        return begun;
    }

    Result<void> begin_session() {
        const char* encoding = PQparameterStatus(connection_.get(), "server_encoding");
        if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
            return fail(Errc::Invalid,
                        "the database's encoding must be UTF8: make another one with"
                        " createdb --encoding UTF8 --template template0");
        }
        if (auto done = execute_script(kSession); !done) return tl::unexpected(done.error().error);
        if (use_ == Use::Command) return {};
        const auto locked = execute(kLockServe, {});
        if (!locked) return tl::unexpected(locked.error().error);
        if (locked->at(0).integer(0) == 0) {
            return fail(Errc::Busy, "a server is running on this database already; stop it first");
        }
        return {};
    }

    // The name under which this session knows the statement.
    Answer<std::string> prepared(std::string_view sql, const Parameters& parameters) {
        const std::string key = parameters.kinds() + ' ' + std::string(sql);
        if (const auto known = statements_.find(key); known != statements_.end())
            return known->second;
        const std::string name = "s" + std::to_string(statements_.size());
        const Reply reply(PQprepare(connection_.get(), name.c_str(), std::string(sql).c_str(),
                                    parameters.count(), parameters.types()));
        if (!is_done(reply)) return failed(reply);
        return statements_.emplace(key, name).first->second;
    }

    static bool is_done(const Reply& reply) {
        const ExecStatusType status = PQresultStatus(reply.get());
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    }

    std::string unreachable_words() const {
        return "database: " + one_line(PQerrorMessage(connection_.get())) +
               "; is PostgreSQL running, and is --database right?";
    }

    tl::unexpected<Failure> failed(const Reply& reply) {
        const char* field = PQresultErrorField(reply.get(), PG_DIAG_SQLSTATE);
        const std::string state = field == nullptr ? "" : field;
        const char* primary = PQresultErrorField(reply.get(), PG_DIAG_MESSAGE_PRIMARY);
        const std::string words =
            "database: " +
            (primary == nullptr ? one_line(PQerrorMessage(connection_.get())) : primary);
        const bool overtaken = state == "40001" || state == "40P01";
        // A server that became a standby answers, and will write no more: look for the new one.
        if (state == "25006") connection_.reset();
        if (!is_connected()) return tl::unexpected(Failure{{Errc::Disconnected, words}});
        if (overtaken) return tl::unexpected(Failure{{Errc::Busy, words}, true});
        if (state == "55P03") {
            return tl::unexpected(Failure{{Errc::Busy, words + "; another program writes to it"}});
        }
        if (state == "53100") return tl::unexpected(Failure{{Errc::Full, words}});
        if (state == "XX001" || state == "XX002") {
            return tl::unexpected(Failure{{Errc::Corrupt, words}});
        }
        return tl::unexpected(Failure{{Errc::Io, words}});
    }

    std::string conninfo_;
    Use use_;
    Connection connection_;
    std::map<std::string, std::string, std::less<>> statements_;  // of this session
};

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const std::string& conninfo, Use use) {
    auto database = std::make_unique<Postgres>(conninfo, use);
    if (auto ready = database->set_up(); !ready) return tl::unexpected(ready.error());
    return std::unique_ptr<Database>(std::move(database));
}

}  // namespace kopilka::sync
