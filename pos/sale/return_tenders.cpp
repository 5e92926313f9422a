#include "pos/sale/return_tenders.h"

#include "pos/core/check.h"
#include "pos/sale/spread.h"

#include <algorithm>

namespace kopilka {
namespace {

class PayingBack {
public:
    PayingBack(const PointsReturn& about, Money total, std::vector<LedgerEntry>& ledger)
        : about_(about), total_(total), ledger_(ledger) {}

    // By turns; within one turn in proportion to what each can get. What nobody can is cash.
    std::vector<Tender> run() {
        std::vector<Tender> money = capacities();
        std::ranges::stable_sort(money, {}, [&](const Tender& one) { return turn_of(one.kind); });
        Money left = total_ - pay_elsewhere();
        for (auto first = money.begin(); first != money.end();) {
            const auto last = std::find_if(first, money.end(), [&](const Tender& one) {
                return turn_of(one.kind) != turn_of(first->kind);
            });
            std::vector<SpreadPart> parts;
            for (auto one = first; one != last; ++one)
                parts.push_back({one->amount.count(), one->amount.count(),
                                 static_cast<std::uint32_t>(one - first)});
            const auto shares = spread(left.count(), parts);
            for (const std::int64_t share : shares) {
                first->amount = Money::of(share);
                fill(*first, first->amount);
                left -= first->amount;
                if (share > 0) tenders_.push_back(*first);
                ++first;
            }
        }
        if (!left.is_zero()) {
            Tender cash;
            cash.amount = left;
            tenders_.push_back(cash);
        }
        add_accounts();
        if (elsewhere_) tenders_.push_back(*elsewhere_);
        return std::move(tenders_);
    }

private:
    // A certificate holds what the sale left on it, and what has come back to it.
    static void fill(Tender& tender, Money back) {
        if (tender.kind == TenderKind::Certificate) tender.balance += back;
    }
    // What each way of paying can still get back.
    std::vector<Tender> capacities() const {
        std::vector<Tender> money;
        Money sum;
        for (const Tender& tender : about_.original.sale.tenders) {
            if (is_account(tender.kind)) continue;
            money.push_back(tender);
            sum += tender.amount;
        }
        Money change = about_.original.sale.change;
        for (Tender& tender : money)
            if (tender.kind == TenderKind::Cash) {
                const Money handed = std::min(change, tender.amount);
                tender.amount -= handed;
                change -= handed;
            }
        for (const Tender& back : about_.original.paid_back) {
            Money left = back.amount;
            for (Tender& tender : money) {
                if (tender.kind != back.kind || tender.reference != back.reference) continue;
                const Money part = std::min(left, tender.amount);
                tender.amount -= part;
                fill(tender, part);
                left -= part;
            }
        }
        return money;
    }
    std::size_t turn_of(TenderKind kind) const {
        if (about_.context.publication == nullptr) return 0;
        const auto& order = about_.context.publication->settings().refund_order;
        const auto found = std::ranges::find(order, static_cast<std::uint8_t>(kind));
        return static_cast<std::size_t>(found - order.begin());
    }
    // Into an account or onto a new certificate, where so chosen: how much.
    Money pay_elsewhere() {
        if (total_.is_zero()) return kNoMoney;
        switch (about_.context.refund_to) {
            case RefundTo::AsPaid: return kNoMoney;
            case RefundTo::Account: return pay_into_account();
            case RefundTo::Certificate: {
                elsewhere_ = Tender{TenderKind::Certificate, total_, {}, {}, {}};
                fill(*elsewhere_, total_);
                return total_;
            }
        }
        unreachable("a place for refunds nobody named");
    }
    // It is money that was paid: spent at once if the member likes, and without end.
    Money pay_into_account() {
        const Programme* programme =
            about_.context.publication == nullptr
                ? nullptr
                : about_.context.publication->find_programme(about_.context.refund_account);
        if (programme == nullptr || !programme->points || !about_.original.sale.member)
            return kNoMoney;
        const Points points = worth_in_points(total_, *programme->points);
        const Money worth = worth_in_money(points, *programme->points);
        if (worth.is_zero()) return kNoMoney;
        LedgerEntry entry;
        entry.operation = static_cast<std::uint32_t>(ledger_.size());
        entry.kind = LedgerKind::Adjustment;
        entry.programme = programme->id;
        entry.amount = points;
        entry.active = about_.context.at.instant;
        ledger_.push_back(entry);
        const TenderKind kind = programme->points->holds == Holds::AsMoney ? TenderKind::Cashback
                                                                           : TenderKind::PointsPaid;
        elsewhere_ = Tender{kind, worth, points, programme->id, {}};
        return worth;
    }
    void add_accounts() {
        for (const Tender& paid : about_.original.sale.tenders) {
            if (!is_account(paid.kind) || paid.points.is_zero()) continue;
            Points back;
            for (const LedgerEntry& entry : ledger_)
                if (entry.programme == paid.programme && entry.rule.value.empty() &&
                    entry.kind != LedgerKind::Adjustment && entry.amount > kNoPoints)
                    back += entry.amount;
            if (back.is_zero()) continue;
            Tender tender = paid;
            tender.points = back;
            const Points whole = spent_back(about_, every_unit(about_), paid.programme);
            tender.amount =
                Money::of(scale(worth_paid(about_.original.sale, paid.programme).count(),
                                back.count(), whole.count(), Rounding::HalfUp));
            const auto same = [&](const Tender& one) {
                return is_account(one.kind) && one.programme == paid.programme;
            };
            if (std::ranges::none_of(tenders_, same)) tenders_.push_back(tender);
        }
    }

    const PointsReturn& about_;
    Money total_;
    std::vector<LedgerEntry>& ledger_;
    std::vector<Tender> tenders_;
    std::optional<Tender> elsewhere_;  // where the money goes, if not back to what paid
};

}  // namespace

std::vector<Tender> tenders_back(const PointsReturn& about, Money total,
                                 std::vector<LedgerEntry>& ledger) {
    return PayingBack(about, total, ledger).run();
}

}  // namespace kopilka
