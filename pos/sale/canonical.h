// Encoder and Decoder of canonical bytes: both walk the one description of each struct in fields.h.
// The rules are in journal_format.md. No file but a codec's .cpp needs this header.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/check.h"
#include "pos/core/hash.h"
#include "pos/core/ids.h"
#include "pos/core/money.h"
#include "pos/core/time.h"
#include "pos/sale/journal_codec.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <type_traits>
#include <utility>

namespace kopilka::canonical {

constexpr std::size_t kMostItems = 10'000;                    // of one list or map
constexpr std::size_t kMostUnfolded = std::size_t{4} << 20;   // bytes of all texts of one record
constexpr std::int64_t kMostAmount = 1'000'000'000'000;       // Money and Points, either sign
constexpr std::int64_t kMostQuantity = 1'000'000'000;         // a million pieces or kilograms
constexpr std::int64_t kMostInteger = 1'000'000'000'000'000;  // counters and milliseconds
constexpr std::int32_t kFirstDay = -719'162;                  // 0001-01-01
constexpr std::int32_t kLastDay = 2'932'896;                  // 9999-12-31

template <typename T>
constexpr bool kIsAmount = false;
template <typename Tag>
constexpr bool kIsAmount<Amount<Tag>> = true;
template <typename T>
constexpr bool kIsOptional = false;
template <typename T>
constexpr bool kIsOptional<std::optional<T>> = true;
template <typename T>
constexpr bool kIsVector = false;
template <typename T>
constexpr bool kIsVector<std::vector<T>> = true;
template <typename T>
constexpr bool kIsMap = false;
template <typename K, typename V>
constexpr bool kIsMap<std::map<K, V>> = true;
template <typename T>
constexpr bool kIsByteArray = false;
template <std::size_t N>
constexpr bool kIsByteArray<std::array<std::uint8_t, N>> = true;
template <typename T>
concept Wrapper = requires(T value) {
    value.value;
};  // StrongId, MemberId, Hash256, BasisPoints

template <typename T>
constexpr std::int64_t most() {
    if constexpr (std::is_same_v<T, Quantity>) return kMostQuantity;
    return kIsAmount<T> ? kMostAmount : kMostInteger;
}

// fn(index, field of `value`, same field of a default-made T) for each field in order.
template <typename T, typename Fn>
void each_field(T& value, Fn fn) {
    using Plain = std::remove_const_t<T>;
    static const Plain kDefault{};
    auto fields_of_value = fields(value);
    auto fields_of_default = fields(kDefault);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (fn(I, std::get<I>(fields_of_value), std::get<I>(fields_of_default)), ...);
    }
    (std::make_index_sequence<std::tuple_size_v<decltype(fields_of_value)>>{});
}
template <typename T>
constexpr std::size_t kFieldCount = std::tuple_size_v<decltype(fields(std::declval<T&>()))>;

class Encoder {
public:
    template <typename T>
    void put(const T& value) {
        if constexpr (std::is_same_v<T, bool>) {
            return;  // the presence bit says it all
        } else if constexpr (std::is_same_v<T, std::string>) {
            put_text(value);
        } else if constexpr (kIsAmount<T>) {
            out_.signed_varint(value.count());
        } else if constexpr (std::is_enum_v<T>) {
            out_.u8(static_cast<std::uint8_t>(value));
        } else if constexpr (std::is_unsigned_v<T>) {
            out_.varint(value);
        } else if constexpr (std::is_integral_v<T>) {
            out_.signed_varint(value);
        } else if constexpr (kIsByteArray<T>) {
            out_.raw(value);
        } else if constexpr (kIsOptional<T>) {
            put(*value);
        } else if constexpr (kIsVector<T> || kIsMap<T>) {
            check(value.size() <= kMostItems, "a list of a record has at most 10,000 items");
            out_.varint(value.size());
            for (const auto& item : value) put_item(item);
        } else if constexpr (Wrapper<T>) {
            put(value.value);
        } else if constexpr (std::is_same_v<T, Instant>) {
            put(value.ms);
        } else if constexpr (std::is_same_v<T, Date>) {
            put(value.days);
        } else {
            put_struct(value);
        }
    }
    ByteWriter& out() { return out_; }

private:
    template <typename T>
    void put_item(const T& item) {
        put(item);
    }
    template <typename K, typename V>
    void put_item(const std::pair<const K, V>& item) {
        put(item.first);
        put(item.second);
    }
    template <typename T>
    void put_struct(const T& value) {
        std::uint64_t present = 0;
        each_field(value, [&](std::size_t i, const auto& field, const auto& usual) {
            if (!(field == usual)) present |= std::uint64_t{1} << i;
        });
        out_.varint(present);
        each_field(value, [&](std::size_t, const auto& field, const auto& usual) {
            if (!(field == usual)) put(field);
        });
    }
    // Even: so many bytes follow, twice. Odd: the text with that number, met before.
    void put_text(std::string_view text) {
        if (text.empty()) return out_.varint(0);
        const auto [met, is_new] = texts_.try_emplace(text, texts_.size());
        if (!is_new) return out_.varint(met->second * 2 + 1);
        out_.varint(text.size() * 2);
        out_.raw(as_bytes(text));
    }

    ByteWriter out_;
    std::map<std::string_view, std::size_t> texts_;  // views into the value being encoded
};

class Decoder {
public:
    explicit Decoder(ByteView bytes) : in_(bytes) {}

    template <typename T>
    void get(T& value) {
        if constexpr (std::is_same_v<T, bool>) {
            value = true;
        } else if constexpr (std::is_same_v<T, std::string>) {
            value = get_text();
        } else if constexpr (kIsAmount<T>) {
            value = T::of(get_signed(most<T>()));
        } else if constexpr (std::is_enum_v<T>) {
            const std::uint8_t place = in_.u8();
            if (place > static_cast<std::uint8_t>(last_of(T{}))) return refuse();
            value = static_cast<T>(place);
        } else if constexpr (std::is_unsigned_v<T>) {
            const std::uint64_t number = in_.varint();
            if (number > std::numeric_limits<T>::max()) return refuse();
            value = static_cast<T>(number);
        } else if constexpr (std::is_integral_v<T>) {
            value = static_cast<T>(
                get_signed(std::min<std::int64_t>(kMostInteger, std::numeric_limits<T>::max())));
        } else if constexpr (kIsByteArray<T>) {
            const ByteView raw = in_.raw(value.size());
            std::copy(raw.begin(), raw.end(), value.begin());
        } else if constexpr (kIsOptional<T>) {
            get(value.emplace());
        } else if constexpr (kIsVector<T>) {
            get_list(value);
        } else if constexpr (kIsMap<T>) {
            get_map(value);
        } else if constexpr (Wrapper<T>) {
            get(value.value);
        } else if constexpr (std::is_same_v<T, Instant>) {
            get(value.ms);
        } else if constexpr (std::is_same_v<T, Date>) {
            get(value.days);
            if (value.days < kFirstDay || value.days > kLastDay) refuse();
        } else {
            get_struct(value);
        }
    }

    ByteReader& in() { return in_; }
    // Nothing refused and nothing left over.
    bool done() const { return in_.ok() && in_.at_end(); }
    CodecRefusal refusal() const { return refusal_; }
    void refuse(CodecRefusal why = CodecRefusal::Malformed) {
        if (in_.ok()) refusal_ = why;
        in_.refuse();
    }

private:
    std::int64_t get_signed(std::int64_t most) {
        const std::int64_t number = in_.signed_varint();
        if (number >= -most && number <= most) return number;
        refuse();
        return 0;
    }
    template <typename T>
    void get_list(std::vector<T>& list) {
        const std::size_t count = get_count();
        for (std::size_t i = 0; i < count && in_.ok(); ++i) get(list.emplace_back());
    }
    template <typename K, typename V>
    void get_map(std::map<K, V>& map) {
        const std::size_t count = get_count();
        for (std::size_t i = 0; i < count && in_.ok(); ++i) {
            K key;
            get(key);
            if (!map.empty() && key <= map.rbegin()->first) return refuse();
            get(map.emplace_hint(map.end(), std::move(key), V{})->second);
        }
    }
    std::size_t get_count() {
        const std::size_t count = in_.count();
        if (count <= kMostItems) return count;
        refuse();
        return 0;
    }
    template <typename T>
    void get_struct(T& value) {
        const std::uint64_t present = in_.varint();
        if (present >> kFieldCount<T> != 0) return refuse(CodecRefusal::UnknownField);
        each_field(value, [&](std::size_t i, auto& field, const auto& usual) {
            if ((present >> i & 1) == 0 || !in_.ok()) return;
            get(field);
            if (field == usual) refuse();  // a usual value is left out
        });
    }
    std::string get_text() {
        const std::uint64_t size = in_.varint();
        const std::string_view text = size % 2 == 1 ? text_met(size / 2) : new_text(size / 2);
        unfolded_ += text.size();
        if (unfolded_ > kMostUnfolded) refuse(CodecRefusal::TooLarge);
        return std::string(in_.ok() ? text : "");
    }
    std::string_view text_met(std::uint64_t place) {
        if (place < texts_.size()) return texts_[static_cast<std::size_t>(place)];
        refuse();
        return "";
    }
    std::string_view new_text(std::uint64_t size) {
        if (size > kMostRecordBytes) refuse();
        const std::string_view text =
            as_text(in_.raw(in_.ok() ? static_cast<std::size_t>(size) : 0));
        if (text.empty()) return text;
        if (!known_.insert(text).second) refuse();  // met before: its number would stand here
        texts_.push_back(text);
        return text;
    }

    ByteReader in_;
    std::vector<std::string_view> texts_;  // views into the bytes being decoded
    std::set<std::string_view> known_;
    std::size_t unfolded_ = 0;
    CodecRefusal refusal_ = CodecRefusal::Malformed;
};

// A value of its own, outside a record: its format's version, then its fields.
template <typename T>
Bytes pack(const T& value) {
    Encoder out;
    out.out().u8(kJournalFormat);
    out.put(value);
    return out.out().take();
}
template <typename T>
tl::expected<T, CodecRefusal> unpack(ByteView bytes) {
    if (bytes.size() > kMostRecordBytes) return tl::unexpected(CodecRefusal::TooLarge);
    Decoder in(bytes);
    if (in.in().u8() != kJournalFormat) in.refuse(CodecRefusal::NewerVersion);
    T value;
    in.get(value);
    if (!in.done()) return tl::unexpected(in.refusal());
    return value;
}

}  // namespace kopilka::canonical
