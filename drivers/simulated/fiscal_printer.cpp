#include "drivers/simulated/fiscal_printer.h"

#include "pos/core/bytes.h"
#include "pos/core/hash.h"

#include <utility>

namespace kopilka::drivers {
namespace {

tl::unexpected<Error> gone() {
    return fail(Errc::Disconnected,
                "the fiscal printer does not answer: check its power and cable");
}

Money total_of(const FiscalReceipt& receipt) {
    Money total;
    for (const auto& line : receipt.lines) total += line.total;
    return total;
}

}  // namespace

SimulatedFiscalPrinter::SimulatedFiscalPrinter(std::string factory_number)
    : factory_number_(std::move(factory_number)) {}

Health SimulatedFiscalPrinter::health() {
    const std::lock_guard lock(mutex_);
    if (off_) return {DeviceState::Off, {"device.fiscal_off", {}}};
    if (!open_) return {DeviceState::Attention, {"device.fiscal_shift_closed", {}}};
    return {DeviceState::Ready, {"device.ready", {}}};
}

Result<void> SimulatedFiscalPrinter::open_shift(const std::string& cashier) {
    const std::lock_guard lock(mutex_);
    if (off_) return gone();
    if (open_) return fail(Errc::Busy, "shift " + std::to_string(shift_) + " is open: close it");
    ++shift_;
    open_ = true;
    cashier_ = cashier;
    totals_ = {};
    return {};
}

Result<void> SimulatedFiscalPrinter::checked(const FiscalReceipt& receipt) const {
    if (!open_) return fail(Errc::Invalid, "no shift is open: open one first");
    if (receipt.lines.empty()) return fail(Errc::Invalid, "a receipt needs a line");
    for (const auto& line : receipt.lines)
        if (line.total < kNoMoney || line.quantity.count() <= 0)
            return fail(Errc::Invalid, "a sum or a quantity below zero: " + line.name);
    const Money total = total_of(receipt);
    if (receipt.cash < kNoMoney || receipt.electronic < kNoMoney ||
        receipt.cash + receipt.electronic < total || receipt.electronic > total)
        return fail(Errc::Invalid, "payments of " + to_string(receipt.cash) + " and " +
                                       to_string(receipt.electronic) + " do not settle " +
                                       to_string(total));
    return {};
}

Result<std::string> SimulatedFiscalPrinter::register_receipt(const FiscalReceipt& receipt) {
    const std::lock_guard lock(mutex_);
    if (off_) return gone();
    if (const auto fits = checked(receipt); !fits) return tl::unexpected(fits.error());
    const auto number = static_cast<std::uint32_t>(receipts_.size() + 1);
    receipts_.push_back({shift_, number, sign_of(number, receipt), receipt});
    ++totals_.receipts;
    (receipt.is_return ? totals_.returns : totals_.sales) += total_of(receipt);
    if (std::exchange(lose_answer_, false))
        return fail(Errc::Timeout, "the fiscal printer did not answer in time");
    return receipts_.back().sign;
}

Result<std::string> SimulatedFiscalPrinter::close_shift() {
    const std::lock_guard lock(mutex_);
    if (off_) return gone();
    if (!open_) return fail(Errc::Invalid, "no shift is open");
    open_ = false;
    return std::to_string(shift_);
}

std::string SimulatedFiscalPrinter::sign_of(std::uint32_t number,
                                            const FiscalReceipt& receipt) const {
    ByteWriter bytes;
    bytes.text(factory_number_);
    bytes.text(cashier_);
    bytes.varint(shift_);
    bytes.varint(number);
    for (const auto& line : receipt.lines) {
        bytes.text(line.name);
        bytes.signed_varint(line.quantity.count());
        bytes.signed_varint(line.total.count());
        bytes.signed_varint(line.tax_rate.value);
        bytes.text(line.marking);
    }
    bytes.signed_varint(receipt.cash.count());
    bytes.signed_varint(receipt.electronic.count());
    bytes.u8(receipt.is_return ? 1 : 0);
    const Hash256 hash = blake2b(bytes.bytes());
    const std::string digits =
        std::to_string(ByteReader(ByteView(hash.value)).u64() % 10'000'000'000u);
    return std::string(10 - digits.size(), '0') + digits;
}

void SimulatedFiscalPrinter::set_off(bool off) {
    const std::lock_guard lock(mutex_);
    off_ = off;
}

void SimulatedFiscalPrinter::lose_next_answer() {
    const std::lock_guard lock(mutex_);
    lose_answer_ = true;
}

std::vector<RegisteredReceipt> SimulatedFiscalPrinter::receipts() const {
    const std::lock_guard lock(mutex_);
    return receipts_;
}

FiscalTotals SimulatedFiscalPrinter::totals() const {
    const std::lock_guard lock(mutex_);
    return totals_;
}

}  // namespace kopilka::drivers
