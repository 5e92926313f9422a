#include "sync/server/database.h"

#include "pos/core/check.h"

namespace kopilka::sync {
namespace {

constexpr int kMostTries = 5;

}  // namespace

std::int64_t Row::integer(std::size_t column) const {
    const auto* number = std::get_if<std::int64_t>(&values_.at(column));
    return number ? *number : 0;
}

std::uint64_t Row::natural(std::size_t column) const {
    return static_cast<std::uint64_t>(integer(column));
}

const std::string& Row::text(std::size_t column) const {
    static const std::string kNone;
    const auto* text = std::get_if<std::string>(&values_.at(column));
    return text ? *text : kNone;
}

const Bytes& Row::bytes(std::size_t column) const {
    static const Bytes kNone;
    const auto* bytes = std::get_if<Bytes>(&values_.at(column));
    return bytes ? *bytes : kNone;
}

template <typename T>
T Database::taken(Answer<T> answer) {
    if (answer) return *std::move(answer);
    failure_ = std::move(answer).error();
    return T();
}

const PersonKey& Database::people_key() const {
    check(people_.has_value(), "open_database() gave this database its master key");
    return *people_;
}
Rows Database::run(std::string_view sql, const std::vector<Value>& values) {
    return failure_ ? Rows() : taken(execute(sql, values));
}
Rows Database::find(std::string_view columns, const Table& table, const std::vector<Line>& keys) {
    return failure_ || keys.empty() ? Rows() : taken(find_all(columns, table, keys));
}
std::vector<std::size_t> Database::add_new(const Table& table, const std::vector<Line>& lines) {
    if (failure_ || lines.empty()) return {};
    return taken(add_all(table, lines));
}
void Database::add_or_change(const Table& table, std::string_view change,
                             const std::vector<Line>& lines) {
    if (failure_ || lines.empty()) return;
    if (auto done = change_all(table, change, lines); !done) failure_ = std::move(done).error();
}
void Database::give_up(std::string why) {
    if (!failure_) failure_ = Failure{{Errc::Corrupt, std::move(why)}};
}
void Database::begin_again() {
    if (!failure_) failure_ = Failure{{Errc::Busy, "database: begun again too often"}, true};
}
void Database::script(const std::string& sql) {
    if (failure_) return;
    if (auto done = execute_script(sql); !done) failure_ = std::move(done).error();
}

Database::Answer<void> Database::commit() { return execute_script("COMMIT"); }

void Database::attempt(Access access, const std::function<void()>& work) {
    failure_.reset();
    if (auto begun = begin(access); !begun) {
        failure_ = std::move(begun).error();
        return;
    }
    work();
    if (!failure_) {
        if (auto committed = commit(); !committed) failure_ = std::move(committed).error();
    }
    // A rollback that fails finds nothing to roll back: the failed statement did it.
    if (failure_) static_cast<void>(execute_script("ROLLBACK"));
}

Result<void> Database::outcome() const {
    if (failure_) return tl::unexpected(failure_->error);
    return {};
}

Result<void> Database::write(const std::function<void()>& work) {
    for (int tries = 0; tries < kMostTries; ++tries) {
        attempt(Access::Write, work);
        if (!failure_ || !failure_->overtaken) break;
    }
    return outcome();
}

Result<void> Database::read(const std::function<void()>& work) {
    attempt(Access::Read, work);
    return outcome();
}

std::uint64_t count(Database& database, std::string_view sql) {
    const Rows rows = database.run(sql);
    return rows.empty() ? 0 : rows.front().natural(0);
}

Value value(std::uint64_t number) {
    check(number <= INT64_MAX, "numbers of the database have 63 bits");
    return static_cast<std::int64_t>(number);
}
Value value(std::string_view text) { return std::string(text); }
Value value(ByteView bytes) { return Bytes(bytes.begin(), bytes.end()); }

}  // namespace kopilka::sync
