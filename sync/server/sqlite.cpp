#include "sync/server/sqlite.h"

#include "pos/files/durable.h"
#include "sync/server/bulk.h"
#include "sync/server/schema.h"

#include <map>

#include <sqlite3.h>

namespace kopilka::sync {
namespace {

constexpr int kWaitForOthersMs = 10'000;
// Members are met at random. The pages that a commit changes must find room, or they are written
// more than once; a page that changes again before the log is emptied is written to the file once.
constexpr int kCacheKiB = 128 * 1'024;
constexpr int kLogPages = 65'536;  // of 4 KiB, then the log is emptied

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct EndStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, EndStatement>;

class Sqlite : public Database {
public:
    explicit Sqlite(sqlite3* database) : database_(database) {}

    // Before there is anything: what each connection says first.
    Result<void> set_up() {
        const auto done = execute_script(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA secure_delete=ON; PRAGMA cache_size=" +
            std::to_string(-kCacheKiB) + "; PRAGMA wal_autocheckpoint=" +
            std::to_string(kLogPages) + ";" + std::string(kSchemaVersionTable));
        if (!done) return tl::unexpected(done.error().error);
        return bring_up_to_date(*this);
    }

    std::string_view engine() const override { return "sqlite"; }

    // What is deleted is overwritten at once (secure_delete); here the log forgets it too.
    Result<void> wipe(Deleted what) override {
        for (const char* sql : {"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"}) {
            if (what == Deleted::Now && std::string_view(sql) == "VACUUM") continue;
            if (auto done = execute_script(sql); !done) return tl::unexpected(done.error().error);
        }
        return {};
    }

protected:
    // A reading transaction that turns to writing would fail where others write: say it first.
    Answer<void> begin(Access access) override {
        return execute_script(access == Access::Write ? "BEGIN IMMEDIATE" : "BEGIN");
    }

    Answer<Rows> execute(std::string_view sql, const std::vector<Value>& values) override {
        return for_each(sql, std::span(&values, 1));
    }

    Answer<void> execute_script(const std::string& sql) override {
        const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) return failed();
        return {};
    }

    Answer<Rows> find_all(std::string_view columns, const Table& table,
                          const std::vector<Line>& keys) override {
        return for_each("SELECT " + std::string(columns) + " FROM " + std::string(table.name) +
                            " WHERE " + has_key(table),
                        keys);
    }

    Answer<std::vector<std::size_t>> add_all(const Table& table,
                                             const std::vector<Line>& lines) override {
        std::vector<std::size_t> left_out;
        const auto added = for_each(insert_line(table) + "NOTHING", lines, [&](std::size_t i) {
            if (sqlite3_changes(database_.get()) == 0) left_out.push_back(i);
        });
        if (!added) return tl::unexpected(added.error());
        return left_out;
    }

    Answer<void> change_all(const Table& table, std::string_view change,
                            const std::vector<Line>& lines) override {
        const auto done = for_each(insert_line(table) + "UPDATE SET " + std::string(change), lines);
        if (!done) return tl::unexpected(done.error());
        return {};
    }

private:
    static std::string insert_line(const Table& table) {
        return insert_into(table) + "VALUES (" + places(table.columns.size()) + ")" +
               on_conflict(table);
    }

    // One statement, once with each line of parameters; the rows of all. `done` hears after each
    // which one it was.
    Answer<Rows> for_each(
        std::string_view sql, std::span<const Line> lines,
        const std::function<void(std::size_t)>& done = [](std::size_t) {}) {
        sqlite3_stmt* statement = prepared(sql);
        if (!statement) return failed();
        Rows rows;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (auto failure = step_through(statement, lines[i], rows))
                return tl::unexpected(*std::move(failure));
            done(i);
        }
        return rows;
    }

    std::optional<Failure> step_through(sqlite3_stmt* statement, const Line& values, Rows& rows) {
        // A parameter that could not be bound would be a NULL in its place.
        int step = bind_all(statement, values);
        if (step == SQLITE_OK) step = sqlite3_step(statement);
        while (step == SQLITE_ROW) {
            rows.push_back(row(statement));
            // A value for which there was no memory looks like an empty one.
            step = sqlite3_errcode(database_.get()) == SQLITE_NOMEM ? SQLITE_NOMEM
                                                                    : sqlite3_step(statement);
        }
        std::optional<Failure> failure;
        if (step != SQLITE_DONE) failure = Failure{error()};
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
        return failure;
    }

    sqlite3_stmt* prepared(std::string_view sql) {
        const auto known = statements_.find(sql);
        if (known != statements_.end()) return known->second.get();
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (!statement) return nullptr;
        return statements_.emplace(std::string(sql), Statement(statement)).first->second.get();
    }

    static int bind_all(sqlite3_stmt* statement, const std::vector<Value>& values) {
        int code = SQLITE_OK;
        for (std::size_t i = 0; i < values.size() && code == SQLITE_OK; ++i)
            code = bind(statement, i, values[i]);
        return code;
    }

    static int bind(sqlite3_stmt* statement, std::size_t index, const Value& value) {
        const int place = static_cast<int>(index) + 1;
        if (const auto* number = std::get_if<std::int64_t>(&value))
            return sqlite3_bind_int64(statement, place, *number);
        if (const auto* text = std::get_if<std::string>(&value))
            return sqlite3_bind_text64(statement, place, text->data(), text->size(), SQLITE_STATIC,
                                       SQLITE_UTF8);
        if (const auto* bytes = std::get_if<Bytes>(&value)) {
            // A null pointer would bind NULL, and an empty body is not that.
            const void* data = bytes->empty() ? static_cast<const void*>("") : bytes->data();
            return sqlite3_bind_blob64(statement, place, data, bytes->size(), SQLITE_STATIC);
        }
        return sqlite3_bind_null(statement, place);
    }

    static Value column(sqlite3_stmt* statement, int place) {
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, place));
        switch (sqlite3_column_type(statement, place)) {
            case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(statement, place)};
            case SQLITE_TEXT: {
                const unsigned char* text = sqlite3_column_text(statement, place);
                return text ? std::string(reinterpret_cast<const char*>(text), size)
                            : std::string();
            }
            case SQLITE_BLOB: {
                const auto* bytes =
                    static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, place));
                return bytes ? Bytes(bytes, bytes + size) : Bytes();
            }
            default: return std::monostate();
        }
    }

    static Row row(sqlite3_stmt* statement) {
        std::vector<Value> values;
        const int columns = sqlite3_column_count(statement);
        for (int place = 0; place < columns; ++place) values.push_back(column(statement, place));
        return Row(std::move(values));
    }

    // Writers wait for each other, so none is overtaken.
    tl::unexpected<Failure> failed() const { return tl::unexpected(Failure{error()}); }

    Error error() const {
        const std::string words = sqlite3_errmsg(database_.get());
        switch (sqlite3_errcode(database_.get()) & 0xff) {
            case SQLITE_BUSY:
            case SQLITE_LOCKED:
                return {Errc::Busy, "database: " + words + "; another program writes to it"};
            case SQLITE_FULL: return {Errc::Full, "database: " + words};
            case SQLITE_CORRUPT:
            case SQLITE_NOTADB: return {Errc::Corrupt, "database: " + words};
            default: return {Errc::Io, "database: " + words};
        }
    }

    std::unique_ptr<sqlite3, CloseDatabase> database_;
    std::map<std::string, Statement, std::less<>> statements_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path) {
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(path.c_str(), &opened,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    auto database = std::make_unique<Sqlite>(opened);
    if (code != SQLITE_OK) return fail(Errc::Io, "cannot open " + path);
    sqlite3_busy_timeout(opened, kWaitForOthersMs);
    if (auto ready = database->set_up(); !ready) return tl::unexpected(ready.error());
    return std::unique_ptr<Database>(std::move(database));
}

Result<void> copy_sqlite(const std::filesystem::path& from, const std::filesystem::path& to) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(from.c_str(), &opened,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    const std::unique_ptr<sqlite3, CloseDatabase> database(opened);
    if (code != SQLITE_OK) return fail(Errc::Io, "cannot open " + from.string());
    sqlite3_busy_timeout(opened, kWaitForOthersMs);
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(opened, "VACUUM INTO ?", -1, &statement, nullptr);
    const std::string target = to.string();
    sqlite3_bind_text(statement, 1, target.c_str(), -1, SQLITE_STATIC);
    const bool done = sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    if (!done)
        return fail(Errc::Io, "cannot copy " + from.string() + " to " + target + ": " +
                                  sqlite3_errmsg(opened));
    return sync_file(to);
}

}  // namespace kopilka::sync
