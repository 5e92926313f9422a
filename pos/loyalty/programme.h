// Programmes and the publication that holds them: parsed, checked, ordered and indexed once, then
// shared and never changed. Where it comes from is parse.h.
#pragma once
#include "pos/core/hash.h"
#include "pos/core/ids.h"
#include "pos/core/text.h"
#include "pos/core/time.h"
#include "pos/loyalty/offer.h"
#include "pos/loyalty/points_rules.h"
#include "pos/loyalty/publication.h"
#include "pos/loyalty/tier.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kopilka {

struct ProgrammeError {
    std::string file;
    std::uint32_t line = 1;    // from 1
    std::uint32_t column = 1;  // from 1
    std::string text;          // what is wrong, and what to write instead
    bool operator==(const ProgrammeError&) const = default;
};
using ProgrammeWarning = ProgrammeError;
std::string to_string(const ProgrammeError& error);  // "file:12:5: text"

struct Programme {
    ProgrammeId id;
    Localized name;
    std::optional<PointsRules> points;
    TierRules tier_rules;
    std::vector<Tier> tiers;  // from the lowest
    bool operator==(const Programme&) const = default;
};

// Goods that are gift certificates: sold at face value, no offer's business, and a way of paying
// later.
struct CertificateGoods {
    GoodsFilter goods;
    std::int32_t valid_months = 0;  // 0: for good
    bool operator==(const CertificateGoods&) const = default;
};

// A moment of the shop's own clock, whatever its offset from UTC.
struct ClockMoment {
    Date date;
    int minute = 0;
    auto operator<=>(const ClockMoment&) const = default;
};

// Where tax is rounded. Rate: once for all lines of one rate, then shared between them.
enum class TaxPer : std::uint8_t { Unit, Line, Rate };

// Where the money of a return goes: back to the ways it was paid, into an account of the member
// (store credit), or onto a new certificate.
enum class RefundTo : std::uint8_t { AsPaid, Account, Certificate };

struct Settings {
    // No offer leaves less than cost and this much over it. nullopt: offers may go below cost, as
    // gifts and free coffees do.
    std::optional<BasisPoints> minimum_margin;
    // Ways of paying that a return pays back to first, TenderKind by number; others after them, in
    // proportion. Empty: to all in proportion.
    std::vector<std::uint8_t> refund_order;
    RefundTo refund_to = RefundTo::AsPaid;
    ProgrammeId refund_account{};  // where it goes into an account
    TaxPer tax_per = TaxPer::Line;
    Rounding tax_rounding = Rounding::HalfUp;
    // The tax of a discount is rounded by itself and taken from that on the price; else tax is of
    // what is left to pay.
    bool discounts_taxed_apart = false;
    bool operator==(const Settings&) const = default;
};

struct PublicationParts {
    Hash256 hash;
    Localized name;
    std::optional<ClockMoment> starts;
    Settings settings;
    std::vector<Lane> lanes;
    std::vector<Programme> programmes;
    std::vector<Offer> offers;
    std::vector<CertificateGoods> certificates;
    std::vector<ProgrammeWarning> warnings;
};

class Publication {
public:
    explicit Publication(PublicationParts parts);

    const Hash256& hash() const { return parts_.hash; }
    const Localized& name() const { return parts_.name; }
    // In force from this moment of the shop's clock; nullopt: at once.
    const std::optional<ClockMoment>& starts() const { return parts_.starts; }
    const Settings& settings() const { return parts_.settings; }
    const std::vector<Lane>& lanes() const { return parts_.lanes; }
    const std::vector<Programme>& programmes() const { return parts_.programmes; }
    // By lane, then priority (larger first), then id: the order in which they are considered.
    const std::vector<Offer>& offers() const { return parts_.offers; }
    const std::vector<CertificateGoods>& certificates() const { return parts_.certificates; }
    // Offers that can never apply or always lose.
    const std::vector<ProgrammeWarning>& warnings() const { return parts_.warnings; }

    const Offer* find_offer(const OfferId& id) const;
    const Programme* find_programme(const ProgrammeId& id) const;

    // The index: offers (by number in offers()) that a word of the basket may concern.
    enum class Key : std::uint8_t { BySku, ByCategory, ByBrand, ByTag, ByCode };
    static constexpr std::size_t kKeys = 5;
    const std::vector<std::uint32_t>& offers_for(Key key, std::string_view word) const;
    const std::vector<std::uint32_t>& offers_always() const { return always_; }
    // The lines by which the index finds this offer are its goods, all of them and no others.
    bool found_by_its_goods(std::uint32_t offer) const { return by_goods_[offer] != 0; }

private:
    void index(std::uint32_t offer);

    struct Hashing {  // finds by a view of the text as well
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    using ByWord =
        std::unordered_map<std::string, std::vector<std::uint32_t>, Hashing, std::equal_to<>>;

    PublicationParts parts_;
    std::array<ByWord, kKeys> by_word_;  // by Key
    std::vector<std::uint32_t> always_;
    std::vector<char> by_goods_;  // by offer
};

// Codes are compared in this form: upper case (Latin and Cyrillic), without spaces around.
std::string code_form(std::string_view code);

}  // namespace kopilka
