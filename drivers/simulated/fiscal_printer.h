// A fiscal printer without a tax office: it keeps shifts and receipts as 54-FZ devices do and signs
// them by a hash instead of a fiscal drive. Deterministic, thread-safe. Its signs are worth
// nothing.
#pragma once
#include "drivers/device.h"

#include <cstdint>
#include <mutex>

namespace kopilka::drivers {

struct RegisteredReceipt {
    std::uint32_t shift = 0;
    std::uint32_t number = 0;  // of the device, without gaps
    std::string sign;          // ten digits
    FiscalReceipt receipt;
};

struct FiscalTotals {  // of one shift
    std::uint32_t receipts = 0;
    Money sales;
    Money returns;
};

class SimulatedFiscalPrinter : public FiscalPrinter {
public:
    // `factory_number` goes into every sign, so no two devices sign alike.
    explicit SimulatedFiscalPrinter(std::string factory_number = "0000000001");

    std::string name() const override { return "simulated fiscal printer " + factory_number_; }
    Health health() override;
    Result<void> open_shift(const std::string& cashier) override;  // Errc::Busy: one is open
    // Errc::Invalid without an open shift, without lines, with a negative sum, when the payments do
    // not cover the lines, or when more than the sum is paid electronically (there is no change
    // from a card).
    Result<std::string> register_receipt(const FiscalReceipt& receipt) override;
    Result<std::string> close_shift() override;

    void set_off(bool off);   // everything fails with Errc::Disconnected
    void lose_next_answer();  // the next receipt is registered, but Errc::Timeout is said
    std::vector<RegisteredReceipt> receipts() const;
    FiscalTotals totals() const;  // of the open shift, or of the last one

private:
    Result<void> checked(const FiscalReceipt& receipt) const;
    std::string sign_of(std::uint32_t number, const FiscalReceipt& receipt) const;

    const std::string factory_number_;
    mutable std::mutex mutex_;
    std::string cashier_;
    std::vector<RegisteredReceipt> receipts_;
    FiscalTotals totals_;
    std::uint32_t shift_ = 0;
    bool open_ = false;
    bool off_ = false;
    bool lose_answer_ = false;
};

}  // namespace kopilka::drivers
