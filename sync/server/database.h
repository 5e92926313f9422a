// The small interface behind which a database stands: SQLite now, PostgreSQL later with the same
// SQL. A statement that fails makes every later one of the transaction do nothing, so that code
// reads straight on and the failure comes out once, at its end.
// One thread at a time.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kopilka::sync {

using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes>;

class Row {
public:
    explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
    // Of another kind, or NULL: zero or empty.
    std::int64_t integer(std::size_t column) const;
    std::uint64_t natural(std::size_t column) const;
    const std::string& text(std::size_t column) const;
    const Bytes& bytes(std::size_t column) const;

private:
    std::vector<Value> values_;
};
using Rows = std::vector<Row>;

class Database {
public:
    virtual ~Database() = default;

    // Inside a transaction only. Parameters are $1, $2, …, each first met in that order.
    Rows run(std::string_view sql, const std::vector<Value>& values = {});
    bool ok() const { return !failure_; }

    // Commits durably, or leaves nothing behind and says why. Writers come one after another.
    Result<void> write(const std::function<void()>& work);
    Result<void> read(const std::function<void()>& work);

protected:
    virtual Result<Rows> execute(std::string_view sql, const std::vector<Value>& values) = 0;
    virtual std::string_view begin_write() const = 0;  // how a writing transaction begins

private:
    Result<void> transaction(std::string_view begin, const std::function<void()>& work);
    std::optional<Error> failure_;
};

Value value(std::uint64_t number);
Value value(std::string_view text);
Value value(ByteView bytes);

}  // namespace kopilka::sync
