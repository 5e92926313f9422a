#include "sync/server/database.h"

#include "pos/core/check.h"

namespace kopilka::sync {

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

Rows Database::run(std::string_view sql, const std::vector<Value>& values) {
    if (failure_) return {};
    Result<Rows> rows = execute(sql, values);
    if (rows) return *std::move(rows);
    failure_ = rows.error();
    return {};
}

Result<void> Database::transaction(std::string_view begin, const std::function<void()>& work) {
    failure_.reset();
    if (auto begun = execute(begin, {}); !begun) return tl::unexpected(begun.error());
    work();
    run("COMMIT");
    if (!failure_) return {};
    // A rollback that fails finds nothing to roll back: the failed statement did it.
    static_cast<void>(execute("ROLLBACK", {}));
    return tl::unexpected(*failure_);
}

Result<void> Database::write(const std::function<void()>& work) {
    return transaction(begin_write(), work);
}
Result<void> Database::read(const std::function<void()>& work) {
    return transaction("BEGIN", work);
}

Value value(std::uint64_t number) {
    check(number <= INT64_MAX, "numbers of the database have 63 bits");
    return static_cast<std::int64_t>(number);
}
Value value(std::string_view text) { return std::string(text); }
Value value(ByteView bytes) { return Bytes(bytes.begin(), bytes.end()); }

}  // namespace kopilka::sync
