// Values as libpq's binary parameters and results. libpq stays behind this header and postgres.cpp.
#pragma once
#include "sync/server/database.h"

#include <array>

#include <libpq-fe.h>

namespace kopilka::sync {

// What PQexecPrepared takes; refers to the values, which outlive it.
class Parameters {
public:
    explicit Parameters(const std::vector<Value>& values);
    // An array for each column, as unnest() makes rows of.
    Parameters(std::span<const Column> columns, const std::vector<Line>& lines);

    int count() const { return static_cast<int>(data_.size()); }
    const Oid* types() const { return types_.data(); }
    const char* const* data() const { return data_.data(); }
    const int* sizes() const { return sizes_.data(); }
    const int* formats() const { return formats_.data(); }
    // A letter for each, so that a statement is prepared for these types.
    const std::string& kinds() const { return kinds_; }

private:
    void add(std::int64_t number);
    void add(Oid type, char kind, const char* data, std::size_t size);

    std::vector<std::array<char, 8>> numbers_;
    std::vector<std::string> arrays_;
    std::vector<Oid> types_;
    std::vector<const char*> data_;
    std::vector<int> sizes_, formats_;
    std::string kinds_;
};

// The lines as COPY … FROM STDIN (FORMAT binary) takes them.
std::string copy_data(const Table& table, const std::vector<Line>& lines);

// All rows of a binary result. Errc::Invalid: a column of a type that no Value has.
Result<Rows> rows_of(const PGresult* result);

}  // namespace kopilka::sync
