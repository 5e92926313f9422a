#include "pos/sale/settle.h"

#include "pos/sale/match.h"

#include <algorithm>
#include <array>

namespace kopilka {
namespace {

// Who pays before whom: only cash is handed back, so it comes last.
constexpr std::array kOrder{TenderKind::PointsPaid, TenderKind::Cashback, TenderKind::Certificate,
                            TenderKind::Card,       TenderKind::Sbp,      TenderKind::Cash};

class Till {
public:
    Till(PricedBasket& priced, const Given& given, const std::vector<PointsSpent>& points)
        : priced_(priced), given_(given), due_(priced.total), rest_(priced.total) {
        for (const PointsSpent& spent : points)
            accounts_.push_back({&spent, spent.result.redeemed, spent.worth});
    }

    void pay(std::span<const Tender> tenders) {
        priced_.paid.assign(tenders.begin(), tenders.end());
        priced_.change = kNoMoney;
        for (const bool open : {false, true})
            for (const TenderKind kind : kOrder)
                for (Tender& tender : priced_.paid)
                    if (tender.kind == kind && is_open(tender) == open) pay_with(tender);
        priced_.due = due_;
    }

private:
    struct Drawn {
        const PointsSpent* spent;
        Points points;  // not yet attributed to a tender
        Money worth;
    };

    static bool is_open(const Tender& tender) {
        return tender.amount.is_zero() && tender.points.is_zero();
    }

    void pay_with(Tender& tender) {
        if (const Programme* programme = account_of(tender, given_.publication))
            return draw(tender, *programme);
        const bool open = is_open(tender);
        Money pays = open ? rest_ : std::min(tender.amount, rest_);
        const bool known = tender.kind == TenderKind::Certificate && !tender.balance.is_zero();
        if (known) {
            pays = std::min(pays, tender.balance);
            tender.balance -= pays;
        }
        if (tender.kind == TenderKind::Cash && !open) priced_.change += tender.amount - pays;
        tender.amount = pays;
        rest_ -= pays;
        // What an open tender takes is still to be asked for.
        if (!open || known) due_ -= pays;
    }

    // The first tender of an account has what was redeemed of it, up to what it asked for.
    void draw(Tender& tender, const Programme& programme) {
        const auto drawn = std::ranges::find_if(
            accounts_, [&](const Drawn& one) { return one.spent->programme == &programme; });
        tender.programme = programme.id;
        const Tender asked = tender;
        tender.amount = kNoMoney;
        tender.points = kNoPoints;
        if (drawn == accounts_.end()) return;
        const PointsRules& rules = *programme.points;
        Points points = drawn->points;
        if (!asked.points.is_zero())
            points = std::min(points, asked.points);
        else if (!asked.amount.is_zero())
            points = std::min(points, worth_in_points(asked.amount, rules));
        const bool all = points == drawn->points;
        const Money worth = all ? drawn->worth : worth_in_money(points, rules);
        drawn->points -= points;
        drawn->worth -= worth;
        tender.points = points;
        if (rules.spend.as == PointsAs::Discount) return;
        tender.amount = worth;
        due_ = std::max(kNoMoney, due_ - worth);
        rest_ = std::max(kNoMoney, rest_ - worth);
    }

    PricedBasket& priced_;
    const Given& given_;
    Money due_;   // less what is given
    Money rest_;  // less what open tenders take as well
    std::vector<Drawn> accounts_;
};

const CertificateGoods* certificate_goods(const BasketLine& line, const Publication& publication) {
    for (const CertificateGoods& goods : publication.certificates())
        if (fits(goods.goods, line)) return &goods;
    return nullptr;
}

}  // namespace

void settle(PricedBasket& priced, const Given& given, std::span<const Tender> tenders,
            const std::vector<PointsSpent>& points) {
    Till(priced, given, points).pay(tenders);
}

bool is_certificate(const BasketLine& line, const Publication& publication) {
    return certificate_goods(line, publication) != nullptr;
}

void set_certificates_apart(Worksheet& sheet, const Publication& publication) {
    if (publication.certificates().empty()) return;
    for (SheetUnit& unit : sheet.units)
        if (is_certificate(*sheet.lines[unit.line].line, publication)) unit.gift = true;
}

std::vector<SoldCertificate> sold_certificates(const Worksheet& sheet, const Given& given) {
    std::vector<SoldCertificate> sold;
    for (const SheetLine& line : sheet.lines) {
        const CertificateGoods* goods = certificate_goods(*line.line, given.publication);
        if (goods == nullptr) continue;
        std::optional<Date> valid_to;
        if (goods->valid_months > 0)
            valid_to = plus_days(plus_months(given.today, goods->valid_months), -1);
        for (std::uint32_t i = 0; i < line.unit_count; ++i)
            sold.push_back({line.line->id, line.unit_count == 1 ? line.line->serial : std::string(),
                            Money::of(sheet.units[line.first_unit + i].original), valid_to});
    }
    return sold;
}

}  // namespace kopilka
