#include "pos/sale/tax.h"

#include "pos/core/check.h"
#include "pos/sale/spread.h"

#include <algorithm>
#include <map>

namespace kopilka {
namespace {

// The lines of one rate: their tax together, and each its share of it.
void tax_together(std::span<PricedLine*> lines, BasisPoints rate, TaxMode mode, Rounding rounding) {
    Money net;
    std::vector<SpreadPart> parts;
    for (const PricedLine* line : lines) {
        net += line->net;
        parts.push_back({line->net.count(), line->net.count(), line->id.value});
    }
    // A tax is below its price; rates of 100 % and more leave nothing to share.
    for (SpreadPart& part : parts) part.capacity = std::max(part.capacity, part.weight * 2);
    const auto taxes = spread(tax_of(net, rate, mode, rounding).count(), parts);
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i]->tax = Money::of(taxes[i]);
}

// Where each offer's discount has a tax of its own: what it took off lines of one rate together,
// its tax rounded once, is shared by them and taken from the tax on the prices before.
void take_taxes_of_discounts(std::span<PricedLine> lines, std::span<const BasisPoints> rates,
                             TaxMode mode, Rounding rounding) {
    std::map<std::pair<OfferId, BasisPoints>, std::vector<std::pair<PricedLine*, Money>>> discounts;
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (const LineSaving& saving : lines[i].savings)
            discounts[{saving.offer, rates[i]}].emplace_back(&lines[i], saving.amount);
    for (const auto& [what, parts] : discounts) {
        Money sum;
        std::vector<SpreadPart> weights;
        for (const auto& [line, amount] : parts) {
            sum += amount;
            weights.push_back({amount.count(), 2 * amount.count() + 1, line->id.value});
        }
        const auto taxes = spread(tax_of(sum, what.second, mode, rounding).count(), weights);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            Money& tax = parts[i].first->tax;  // rounded apart, but never below nothing
            tax = std::max(tax - Money::of(taxes[i]), kNoMoney);
        }
    }
}

// On prices before offers.
void put_taxes_of_prices(std::span<PricedLine> lines, std::span<const BasisPoints> rates,
                         TaxMode mode, const Settings& settings) {
    std::vector<PricedLine> before(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        before[i].id = lines[i].id;
        before[i].net = lines[i].net;
        for (const LineSaving& saving : lines[i].savings) before[i].net += saving.amount;
    }
    Settings plain = settings;
    plain.discounts_taxed_apart = false;
    if (plain.tax_per == TaxPer::Unit) plain.tax_per = TaxPer::Line;
    put_taxes(before, rates, mode, plain);
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i].tax = before[i].tax;
}

}  // namespace

Money tax_of(Money net, BasisPoints rate, TaxMode mode, Rounding rounding) {
    switch (mode) {
        case TaxMode::None: return kNoMoney;
        case TaxMode::Excluded: return share(net, rate, rounding);
        case TaxMode::Included:
            return Money::of(
                scale(net.count(), rate.value, BasisPoints::kWhole + rate.value, rounding));
    }
    unreachable("a tax mode nobody named");
}

void put_taxes(std::span<PricedLine> lines, std::span<const BasisPoints> rates, TaxMode mode,
               const Settings& settings) {
    if (settings.discounts_taxed_apart) {
        put_taxes_of_prices(lines, rates, mode, settings);
        take_taxes_of_discounts(lines, rates, mode, settings.tax_rounding);
        return;
    }
    if (settings.tax_per == TaxPer::Rate) {
        std::vector<BasisPoints> all(rates.begin(), rates.end());
        std::ranges::sort(all);
        all.erase(std::unique(all.begin(), all.end()), all.end());
        for (const BasisPoints rate : all) {
            std::vector<PricedLine*> same;
            for (std::size_t i = 0; i < lines.size(); ++i)
                if (rates[i] == rate) same.push_back(&lines[i]);
            tax_together(same, rate, mode, settings.tax_rounding);
        }
        return;
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
        PricedLine& line = lines[i];
        if (settings.tax_per == TaxPer::Line) {
            line.tax = tax_of(line.net, rates[i], mode, settings.tax_rounding);
            continue;
        }
        for (const Money unit : line.units)
            line.tax += tax_of(unit, rates[i], mode, settings.tax_rounding);
    }
}

}  // namespace kopilka
