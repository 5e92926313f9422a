// The small interface behind which a database stands: SQLite or PostgreSQL, with the same SQL. A
// statement that fails makes every later one of the transaction do nothing, so that code reads
// straight on and the failure comes out once, at its end.
// One thread at a time.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/result.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kopilka::sync {

using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes>;

class Row {
public:
    explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
    // Of another kind, or NULL: zero or empty. Truth is 1 or 0.
    std::int64_t integer(std::size_t column) const;
    std::uint64_t natural(std::size_t column) const;
    const std::string& text(std::size_t column) const;
    const Bytes& bytes(std::size_t column) const;
    // Ids, hashes, keys. Of another length: zeros.
    template <std::size_t N>
    std::array<std::uint8_t, N> array(std::size_t column) const {
        std::array<std::uint8_t, N> array{};
        const Bytes& kept = bytes(column);
        if (kept.size() == N) std::copy_n(kept.begin(), N, array.begin());
        return array;
    }
    const std::vector<Value>& values() const { return values_; }

private:
    std::vector<Value> values_;
};
using Rows = std::vector<Row>;

// A table as statements for many rows see it. Its key comes first.
enum class ColumnType : std::uint8_t { Bigint, Smallint, Text, Bytea };
struct Column {
    std::string_view name;
    ColumnType type;
};
struct Table {
    std::string_view name;
    std::size_t key_columns;
    std::span<const Column> columns;
    std::span<const Column> key() const { return columns.first(key_columns); }
};
using Line = std::vector<Value>;  // of a table: all its columns, or of a key: those

using PersonKey = std::array<std::uint8_t, 32>;  // person_keys.h

class Database {
public:
    virtual ~Database() = default;

    // The master key of people's rows: given once, when the database is opened.
    void unlock_people_with(const PersonKey& master) { people_ = master; }
    const PersonKey& people_key() const;

    // Inside a transaction only. Parameters are $1, $2, …, each first met in that order.
    Rows run(std::string_view sql, const std::vector<Value>& values = {});
    // The same for statements without parameters and results, several at once.
    void script(const std::string& sql);
    bool ok() const { return !failure_; }
    // What stands there cannot be right: fails as a statement would, Errc::Corrupt.
    void give_up(std::string why);
    // What this transaction took for granted is not so: it is undone, and write()'s work runs
    // again.
    void begin_again();

    // For many rows at once, in whatever way is quickest here. Inside a transaction only.
    // `columns` of the rows that have one of the keys; in any order.
    Rows find(std::string_view columns, const Table& table, const std::vector<Line>& keys);
    // Adds each line whose key is not there yet. The others: those that were left out.
    std::vector<std::size_t> add_new(const Table& table, const std::vector<Line>& lines);
    // Adds each line, or does `change` to the row that has its key: "n = t.n + excluded.n". No key
    // twice.
    void add_or_change(const Table& table, std::string_view change, const std::vector<Line>& lines);

    // Commits durably, or leaves nothing behind and says why. The result is that of writers who
    // come one after another: where another one came first, `work` is undone and runs again, a few
    // times at most. So it begins by setting what it leaves outside.
    // Errc::Busy: others kept writing; Errc::Disconnected: the server of the database is gone, and
    // whether the last COMMIT happened is not known. The next transaction connects again.
    Result<void> write(const std::function<void()>& work);
    // What was committed when it began, all the time; once.
    Result<void> read(const std::function<void()>& work);

    // Outside a transaction: nothing of the rows that were deleted stays in the files, as far as
    // others who read at this moment allow. `All`: also what earlier programs deleted; slow.
    enum class Deleted : std::uint8_t { Now, All };
    virtual Result<void> wipe(Deleted what) = 0;

    // Names the texts of schema/ that are for this engine alone.
    virtual std::string_view engine() const = 0;

protected:
    enum class Access : std::uint8_t { Read, Write };
    struct Failure {
        Error error;
        bool overtaken = false;  // another writer came first: the same may go well now
    };
    template <typename T>
    using Answer = tl::expected<T, Failure>;

    virtual Answer<void> begin(Access access) = 0;
    virtual Answer<void> commit();
    virtual Answer<Rows> execute(std::string_view sql, const std::vector<Value>& values) = 0;
    virtual Answer<void> execute_script(const std::string& sql) = 0;
    virtual Answer<Rows> find_all(std::string_view columns, const Table& table,
                                  const std::vector<Line>& keys) = 0;
    virtual Answer<std::vector<std::size_t>> add_all(const Table& table,
                                                     const std::vector<Line>& lines) = 0;
    virtual Answer<void> change_all(const Table& table, std::string_view change,
                                    const std::vector<Line>& lines) = 0;

private:
    template <typename T>
    T taken(Answer<T> answer);  // or nothing, and the failure is kept
    void attempt(Access access, const std::function<void()>& work);
    Result<void> outcome() const;
    std::optional<Failure> failure_;
    std::optional<PersonKey> people_;
};

// The one number that a statement asks for; inside a transaction.
std::uint64_t count(Database& database, std::string_view sql);

Value value(std::uint64_t number);
Value value(std::string_view text);
Value value(ByteView bytes);

}  // namespace kopilka::sync
