// Any value of any struct that fields.h describes, within the bounds of journal_format.md: small
// numbers and few texts, so that repetitions and default values are common.
#pragma once
#include "pos/sale/canonical.h"
#include "pos/sale/fields.h"

#include <random>

namespace kopilka {

class AnyValue {
public:
    explicit AnyValue(std::uint64_t seed) : random_(seed) {}

    template <typename T>
    T make() {
        T value{};
        fill(value);
        return value;
    }
    JournalRecord record(std::size_t kind) {
        JournalRecord record{make<RecordId>(), make<Hash256>(),   make<LocalTime>(),
                             make<Date>(),     make<CashierId>(), {}};
        fill_entry<0>(record.entry, kind);
        return record;
    }
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

private:
    template <typename T>
    void fill(T& value) {
        if constexpr (std::is_same_v<T, bool>) {
            value = below(2) == 1;
        } else if constexpr (std::is_same_v<T, std::string>) {
            static const std::vector<std::string> kTexts{
                "", "а", "молоко", "dairy", "nevsky-1", std::string(200, 'x'), "\n\0\xff"};
            value = kTexts[below(kTexts.size())];
        } else if constexpr (canonical::kIsAmount<T>) {
            value = T::of(number(canonical::most<T>()));
        } else if constexpr (std::is_enum_v<T>) {
            value = static_cast<T>(below(static_cast<std::uint64_t>(last_of(T{})) + 1));
        } else if constexpr (std::is_unsigned_v<T>) {
            value = static_cast<T>(random_() >> below(64));
        } else if constexpr (std::is_integral_v<T>) {
            value = static_cast<T>(number(
                std::min<std::int64_t>(canonical::kMostInteger, std::numeric_limits<T>::max())));
        } else if constexpr (canonical::kIsByteArray<T>) {
            for (auto& byte : value) byte = static_cast<std::uint8_t>(random_());
        } else if constexpr (canonical::kIsOptional<T>) {
            if (below(2) == 1) fill(value.emplace());
        } else if constexpr (canonical::kIsVector<T>) {
            for (std::uint64_t n = below(4); n > 0; --n) fill(value.emplace_back());
        } else if constexpr (canonical::kIsMap<T>) {
            for (std::uint64_t n = below(4); n > 0; --n) {
                typename T::key_type key;
                fill(key);
                fill(value[key]);
            }
        } else if constexpr (canonical::Wrapper<T>) {
            fill(value.value);
        } else if constexpr (std::is_same_v<T, Instant>) {
            fill(value.ms);
        } else if constexpr (std::is_same_v<T, Date>) {
            value.days = static_cast<std::int32_t>(number(canonical::kFirstDay * -1));
        } else {
            canonical::each_field(value, [this](std::size_t, auto& field, const auto&) {
                if (below(3) != 0) fill(field);
            });
        }
    }
    // Of any size up to `most`, small ones as often as large ones.
    std::int64_t number(std::int64_t most) {
        const auto up_to = static_cast<std::uint64_t>(most) >> below(50);
        const auto size = static_cast<std::int64_t>(below(up_to + 1));
        return below(4) == 0 ? -size : size;
    }
    template <std::size_t I>
    void fill_entry(JournalEntry& entry, std::size_t kind) {
        if constexpr (I < std::variant_size_v<JournalEntry>) {
            if (kind == I + 1) return fill(entry.emplace<I>());
            fill_entry<I + 1>(entry, kind);
        }
    }

    std::mt19937_64 random_;
};

}  // namespace kopilka
