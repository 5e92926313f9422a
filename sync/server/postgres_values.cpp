#include "sync/server/postgres_values.h"

namespace kopilka::sync {
namespace {

// From pg_type.dat, the same for ever.
constexpr Oid kBool = 16, kBytea = 17, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25,
              kVarchar = 1043;
constexpr Oid kByteaArray = 1001, kTextArray = 1009, kInt8Array = 1016;

constexpr int kBinary = 1;

// Most significant byte first, sign and all.
std::int64_t big_endian(const char* data, int size) {
    std::uint64_t number = (data[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    for (int i = 0; i < size; ++i) number = number << 8 | static_cast<std::uint8_t>(data[i]);
    return static_cast<std::int64_t>(number);
}

void put(std::string& out, std::int64_t number, std::size_t size) {
    for (std::size_t i = size; i-- > 0;)
        out.push_back(static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i)));
}

// Preceded by its size; whole numbers in so many bytes.
void put(std::string& out, const Value& value, std::size_t number_size) {
    std::string_view data;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        put(out, static_cast<std::int64_t>(number_size), 4);
        return put(out, *number, number_size);
    }
    if (std::holds_alternative<std::monostate>(value)) return put(out, -1, 4);
    if (const auto* text = std::get_if<std::string>(&value)) data = *text;
    if (const auto* bytes = std::get_if<Bytes>(&value)) data = as_text(*bytes);
    put(out, static_cast<std::int64_t>(data.size()), 4);
    out.append(data);
}

Oid element_of(ColumnType type) {
    switch (type) {
        case ColumnType::Bigint:
        case ColumnType::Smallint: return kInt8;
        case ColumnType::Text: return kText;
        case ColumnType::Bytea: return kBytea;
    }
    return 0;
}

Oid array_of(ColumnType type) {
    switch (type) {
        case ColumnType::Bigint:
        case ColumnType::Smallint: return kInt8Array;
        case ColumnType::Text: return kTextArray;
        case ColumnType::Bytea: return kByteaArray;
    }
    return 0;
}

std::string array_data(ColumnType type, std::size_t column, const std::vector<Line>& lines) {
    std::string out;
    put(out, 1, 4);  // dimensions
    put(out, 1, 4);  // there may be NULLs
    put(out, element_of(type), 4);
    put(out, static_cast<std::int64_t>(lines.size()), 4);
    put(out, 1, 4);  // the first index
    for (const Line& line : lines) put(out, line.at(column), 8);
    return out;
}

std::optional<Value> value_at(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column) != 0) return Value();
    const char* data = PQgetvalue(result, row, column);
    const int size = PQgetlength(result, row, column);
    switch (PQftype(result, column)) {
        case kBool: return std::int64_t{data[0] != 0};
        case kInt2:
        case kInt4:
        case kInt8: return big_endian(data, size);
        case kName:
        case kText:
        case kVarchar: return std::string(data, static_cast<std::size_t>(size));
        case kBytea: return Bytes(data, data + size);
        default: return std::nullopt;
    }
}

}  // namespace

Parameters::Parameters(const std::vector<Value>& values) {
    numbers_.reserve(values.size());
    for (const Value& value : values) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            add(*number);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            add(kText, 't', text->c_str(), text->size());
        } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
            // A null pointer would be NULL, and an empty body is not that.
            const auto* data = bytes->empty() ? "" : reinterpret_cast<const char*>(bytes->data());
            add(kBytea, 'b', data, bytes->size());
        } else {
            add(0, 'n', nullptr, 0);  // the column says which type
        }
    }
}

Parameters::Parameters(std::span<const Column> columns, const std::vector<Line>& lines) {
    arrays_.reserve(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string& data = arrays_.emplace_back(array_data(columns[i].type, i, lines));
        add(array_of(columns[i].type), 'a', data.data(), data.size());
    }
}

void Parameters::add(std::int64_t number) {
    auto rest = static_cast<std::uint64_t>(number);
    std::array<char, 8>& bytes = numbers_.emplace_back();
    for (std::size_t i = bytes.size(); i-- > 0; rest >>= 8) bytes[i] = static_cast<char>(rest);
    add(kInt8, 'i', bytes.data(), bytes.size());
}

void Parameters::add(Oid type, char kind, const char* data, std::size_t size) {
    types_.push_back(type);
    data_.push_back(data);
    sizes_.push_back(static_cast<int>(size));
    formats_.push_back(kBinary);
    kinds_.push_back(kind);
}

std::string copy_data(const Table& table, const std::vector<Line>& lines) {
    std::string out("PGCOPY\n\377\r\n\0", 11);
    put(out, 0, 4);  // flags
    put(out, 0, 4);  // no extension of the header
    for (const Line& line : lines) {
        put(out, static_cast<std::int64_t>(table.columns.size()), 2);
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            put(out, line.at(i), table.columns[i].type == ColumnType::Smallint ? 2 : 8);
    }
    put(out, -1, 2);
    return out;
}

Result<Rows> rows_of(const PGresult* result) {
    Rows rows;
    const int count = PQntuples(result);
    const int columns = PQnfields(result);
    rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row) {
        std::vector<Value> values;
        values.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) {
            auto value = value_at(result, row, column);
            if (!value) {
                return fail(Errc::Invalid, std::string("database: column ") +
                                               PQfname(result, column) +
                                               " is of a type that must be cast to bigint, text"
                                               " or bytea");
            }
            values.push_back(*std::move(value));
        }
        rows.emplace_back(std::move(values));
    }
    return rows;
}

}  // namespace kopilka::sync
