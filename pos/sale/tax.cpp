#include "pos/sale/tax.h"

#include "pos/core/check.h"

namespace kopilka {

Money tax_of(Money net, BasisPoints rate, TaxMode mode) {
    switch (mode) {
        case TaxMode::None: return kNoMoney;
        case TaxMode::Excluded: return share(net, rate, Rounding::HalfUp);
        case TaxMode::Included:
            return Money::of(
                scale(net.count(), rate.value, BasisPoints::kWhole + rate.value, Rounding::HalfUp));
    }
    unreachable("a tax mode nobody named");
}

}  // namespace kopilka
