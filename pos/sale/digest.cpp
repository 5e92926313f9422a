#include "pos/sale/digest.h"

namespace kopilka {
namespace {

class DigestWriter {
public:
    explicit DigestWriter(std::size_t expected) : out_(expected) {}
    void put(Money value) { out_.signed_varint(value.count()); }
    void put(Points value) { out_.signed_varint(value.count()); }
    void put(Quantity value) { out_.signed_varint(value.count()); }
    void put(std::int64_t value) { out_.signed_varint(value); }
    void put(Instant value) { out_.signed_varint(value.ms); }
    void put(std::string_view value) { out_.text(value); }
    void put(const Localized& value) {
        out_.text(value.ru);
        out_.text(value.en);
    }
    template <typename Tag>
    void put(const StrongId<Tag, std::string>& id) {
        out_.text(id.value);
    }
    template <typename T>
    void put(const std::optional<T>& value) {
        out_.u8(value ? 1 : 0);
        if (value) put(*value);
    }
    void put(std::monostate) {}
    void put(LocalTime value) {
        put(value.instant);
        put(std::int64_t{value.offset_minutes});
    }
    void put_distance(const Distance& value) {
        out_.u8(static_cast<std::uint8_t>(value.index()));
        std::visit([this](const auto& distance) { put(distance); }, value);
    }
    void put(const LineSaving& value) {
        put(value.offer);
        put(value.amount);
        put_all(value.units);
    }
    void put(const PricedLine& value) {
        out_.varint(value.id.value);
        put(value.gross);
        put(value.discount);
        put(value.net);
        put(value.tax);
        put_all(value.units);
        put_all(value.savings);
    }
    void put(const Gift& value) {
        put(value.sku);
        put(value.quantity);
        put(value.offer);
    }
    void put(const IssuedCoupon& value) {
        put(value.offer);
        put(value.code);
        put(value.text);
    }
    void put(const PointsResult& value) {
        put(value.programme);
        put(value.balance_before);
        put(value.earned);
        put(value.redeemed);
        put(value.bought);
        put(value.balance_after);
        put(value.most_redeemable);
        put(value.most_redeemable_worth);
        out_.u8(static_cast<std::uint8_t>(value.limited_by));
    }
    void put(const LedgerEntry& value) {
        out_.varint(value.operation);
        out_.u8(static_cast<std::uint8_t>(value.kind));
        put(value.programme);
        put(value.rule);
        put(value.amount);
        put(value.active);
        put(value.expires);
        out_.u8(value.member ? 1 : 0);
        if (value.member) out_.raw(value.member->value);
    }
    void put(const TierResult& value) {
        put(value.programme);
        put(value.before);
        put(value.after);
        put(value.next);
        put_distance(value.to_go);
    }
    void put(const SoldCertificate& value) {
        out_.varint(value.line.value);
        put(value.number);
        put(value.amount);
        out_.u8(value.valid_to ? 1 : 0);
        if (value.valid_to) put(std::int64_t{value.valid_to->days});
    }
    void put(const Tender& value) {
        out_.u8(static_cast<std::uint8_t>(value.kind));
        put(value.amount);
        put(value.points);
        put(value.programme);
        put(value.reference);
        put(value.balance);
    }
    void put(const Explanation::Hint& value) {
        put(value.cost);
        put(value.saves);
    }
    void put(const Explanation& value) {
        put(value.offer);  // its name follows from the publication
        put(value.amount);
        out_.varint(value.order);
        // Most say nothing more: which of the others are there, then these.
        const bool lost = value.lost_to.has_value();
        const bool missing = value.condition != ConditionKind::None ||
                             value.distance.index() != 0 || value.further.index() != 0;
        const bool gave = !value.points.is_zero();
        out_.u8(static_cast<std::uint8_t>(static_cast<unsigned>(value.outcome) | (lost ? 4U : 0U) |
                                          (missing ? 8U : 0U) | (value.hint ? 16U : 0U) |
                                          (gave ? 32U : 0U) | (value.approximate ? 64U : 0U)));
        if (lost) {
            put(*value.lost_to);
            put(value.by);
        }
        if (missing) {
            out_.u8(static_cast<std::uint8_t>(value.condition));
            put_distance(value.distance);
            put_distance(value.further);
        }
        if (value.hint) put(*value.hint);
        if (gave) put(value.points);
    }
    template <typename T>
    void put_all(const std::vector<T>& values) {
        out_.varint(values.size());
        for (const T& value : values) put(value);
    }
    void put(const std::map<std::string, std::int64_t>& values) {
        out_.varint(values.size());
        for (const auto& [key, value] : values) {
            put(std::string_view(key));
            put(value);
        }
    }
    void put(const Hash256& value) { out_.raw(value.value); }
    Hash256 hash() const { return blake2b(out_.bytes()); }

private:
    ByteWriter out_;
};

}  // namespace

Hash256 digest_of(const PricedBasket& priced) {
    DigestWriter out(64 * (priced.explanations.size() + priced.lines.size()) + 512);
    out.put_all(priced.lines);
    out.put_all(priced.gifts);
    out.put_all(priced.coupons);
    out.put_all(priced.points);
    out.put(priced.stamps);
    out.put_all(priced.ledger);
    out.put_all(priced.tiers);
    out.put_all(priced.certificates);
    out.put_all(priced.paid);
    out.put_all(priced.explanations);
    out.put(priced.gross);
    out.put(priced.discount_total);
    out.put(priced.tax_total);
    out.put(priced.total);
    out.put(priced.due);
    out.put(priced.change);
    out.put(priced.publication);
    return out.hash();
}

}  // namespace kopilka
