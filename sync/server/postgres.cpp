#include "sync/server/postgres.h"

#include "sync/server/bulk.h"
#include "sync/server/postgres_values.h"
#include "sync/server/schema.h"

#include <chrono>
#include <map>
#include <set>

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
using Clock = std::chrono::steady_clock;

// What the conninfo may say otherwise: an unreachable server or a dead line is noticed within
// seconds.
constexpr std::pair<const char*, const char*> kDefaults[] = {
    {"connect_timeout", "5"},      {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},  {"keepalives_count", "3"},
    {"tcp_user_timeout", "20000"}, {"fallback_application_name", "central"},
};

// The first statements of each session. A commit is answered when it is on disk, on the standby
// too where there is a synchronous one; remote_apply promises even more. The server looks for dead
// clients as we look for a dead server, so that their locks go. Our statements look rows up by
// their keys; a plan that reads a whole table, made while it was empty, would be kept as it grows.
constexpr const char* kSession =
    "SET lock_timeout = '10s';"
    "SET plan_cache_mode = force_generic_plan; SET jit = off;"
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
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

    Result<void> wipe(Deleted) override {
        const auto done = execute_script("VACUUM member_clear, person_key, member");
        if (!done) return tl::unexpected(done.error().error);
        return {};
    }

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
        if (auto connected = connect_again(); !connected)
            return tl::unexpected(Failure{connected.error()});
        return execute_script(sql);
    }

    // Done when the server says so without a warning: it warns where somebody cancelled the wait
    // for the standby. The commit is here then, and may be lost with this server.
    Answer<void> commit() override {
        warning_.clear();
        const Reply reply(PQexec(connection_.get(), "COMMIT"));
        if (!is_done(reply)) return failed(reply);
        if (warning_.empty() && PQcmdStatus(reply.get()) == std::string_view("COMMIT")) return {};
        connection_.reset();
        return tl::unexpected(Failure{
            {Errc::Disconnected, "database: not committed for certain: " + one_line(warning_)}});
    }

    Answer<Rows> execute(std::string_view sql, const std::vector<Value>& values) override {
        return execute(sql, Parameters(values));
    }

    Answer<void> execute_script(const std::string& sql) override {
        const Reply reply(PQexec(connection_.get(), sql.c_str()));
        if (!is_done(reply)) return failed(reply);
        return {};
    }

    Answer<Rows> find_all(std::string_view columns, const Table& table,
                          const std::vector<Line>& keys) override {
        const std::string key = names(table.key());
        return execute("SELECT " + std::string(columns) + " FROM " + std::string(table.name) +
                           " JOIN unnest(" + places(table.key_columns) + ") AS wanted (" + key +
                           ") USING (" + key + ")",
                       Parameters(table.key(), keys));
    }

    // COPY is quickest where nothing is there yet, and fails as a whole where something is.
    Answer<std::vector<std::size_t>> add_all(const Table& table,
                                             const std::vector<Line>& lines) override {
        if (auto begun = execute_script("SAVEPOINT adding"); !begun)
            return tl::unexpected(begun.error());
        const Reply reply = copied(table, lines);
        const bool all_new = is_done(reply);
        if (!all_new && state_of(reply) != kTaken) return failed(reply);
        const auto ended =
            execute_script(all_new ? "RELEASE SAVEPOINT adding" : "ROLLBACK TO SAVEPOINT adding");
        if (!ended) return tl::unexpected(ended.error());
        if (all_new) return std::vector<std::size_t>();
        return add_what_is_missing(table, lines);
    }

    // Most are there: an UPDATE is cheaper than an INSERT that finds so.
    Answer<void> change_all(const Table& table, std::string_view change,
                            const std::vector<Line>& lines) override {
        const auto changed = execute(
            "UPDATE " + std::string(table.name) + " SET " + std::string(change) + " FROM " +
                rows_of_arrays(table) + " AS excluded (" + names(table.columns) + ") WHERE " +
                same_key(table) + " RETURNING " + names(table.key(), "excluded."),
            Parameters(table.columns, lines));
        if (!changed) return tl::unexpected(changed.error());
        std::vector<Line> missing;
        for (const std::size_t i : without(*changed, table, lines)) missing.push_back(lines[i]);
        if (missing.empty()) return {};
        const auto added = execute(insert_into(table) + "SELECT * FROM " + rows_of_arrays(table) +
                                       on_conflict(table) + "UPDATE SET " + std::string(change),
                                   Parameters(table.columns, missing));
        if (!added) return tl::unexpected(added.error());
        return {};
    }

private:
    static constexpr std::string_view kTaken = "23505";  // a key is there already

    Answer<Rows> execute(std::string_view sql, const Parameters& parameters) {
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

    Reply copied(const Table& table, const std::vector<Line>& lines) {
        PGconn* const connection = connection_.get();
        const std::string sql = "COPY " + std::string(table.name) + " (" + names(table.columns) +
                                ") FROM STDIN (FORMAT binary)";
        Reply reply(PQexec(connection, sql.c_str()));
        if (PQresultStatus(reply.get()) != PGRES_COPY_IN) return reply;
        const std::string data = copy_data(table, lines);
        PQputCopyData(connection, data.data(), static_cast<int>(data.size()));
        PQputCopyEnd(connection, nullptr);
        reply.reset(PQgetResult(connection));
        while (PGresult* more = PQgetResult(connection)) PQclear(more);
        return reply;
    }

    Answer<std::vector<std::size_t>> add_what_is_missing(const Table& table,
                                                         const std::vector<Line>& lines) {
        const auto added =
            execute(insert_into(table) + "SELECT * FROM " + rows_of_arrays(table) +
                        on_conflict(table) + "NOTHING RETURNING " + names(table.key()),
                    Parameters(table.columns, lines));
        if (!added) return tl::unexpected(added.error());
        return without(*added, table, lines);
    }

    static std::string rows_of_arrays(const Table& table) {
        return "unnest(" + places(table.columns.size()) + ")";
    }

    // The lines that have none of the keys; each key is for one line.
    static std::vector<std::size_t> without(const Rows& keys, const Table& table,
                                            const std::vector<Line>& lines) {
        std::set<Line> left;
        for (const Row& row : keys) left.insert(row.values());
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const auto end = lines[i].begin() + static_cast<std::ptrdiff_t>(table.key_columns);
            if (left.erase(Line(lines[i].begin(), end)) == 0) found.push_back(i);
        }
        return found;
    }

    static void hear(void* self, const PGresult* notice) {
        const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
        if (severity != nullptr && severity == std::string_view("WARNING"))
            static_cast<Postgres*>(self)->warning_ = PQresultErrorMessage(notice);
    }

    bool is_connected() const { return PQstatus(connection_.get()) == CONNECTION_OK; }

    // While no server answers, others wait in line behind who asks: at most half of their time is
    // spent on looking for one.
    Result<void> connect_again() {
        const auto start = Clock::now();
        if (start < look_again_) return tl::unexpected(why_not_);
        auto connected = connect();
        if (connected) return connected;
        why_not_ = connected.error();
        look_again_ = Clock::now() + (Clock::now() - start);
        return connected;
    }

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
        PQsetNoticeReceiver(connection_.get(), &Postgres::hear, this);
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

    static std::string_view state_of(const Reply& reply) {
        const char* field = PQresultErrorField(reply.get(), PG_DIAG_SQLSTATE);
        return field == nullptr ? "" : field;
    }

    std::string unreachable_words() const {
        return "database: " + one_line(PQerrorMessage(connection_.get())) +
               "; is PostgreSQL running, and is --database right?";
    }

    tl::unexpected<Failure> failed(const Reply& reply) {
        const std::string_view state = state_of(reply);
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
    Clock::time_point look_again_;
    Error why_not_;  // could it connect the last time
    Connection connection_;
    std::string warning_;  // the last one heard since it was emptied
    std::map<std::string, std::string, std::less<>> statements_;  // of this session
};

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const std::string& conninfo, Use use) {
    auto database = std::make_unique<Postgres>(conninfo, use);
    if (auto ready = database->set_up(); !ready) return tl::unexpected(ready.error());
    return std::unique_ptr<Database>(std::move(database));
}

}  // namespace kopilka::sync
