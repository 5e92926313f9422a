// What a till needs of its devices, without saying how any of them works. The till's core never
// sees these: pos/app turns its effects into calls here and what devices report into events.
// Modelled on UnifiedPOS (open, claim, enable, one event at a time, health in words).
#pragma once
#include "pos/core/frame.h"
#include "pos/core/money.h"
#include "pos/core/print_document.h"
#include "pos/core/result.h"
#include "pos/core/text.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kopilka::drivers {

enum class DeviceState : std::uint8_t { Ready, Attention, Off };

struct Health {
    DeviceState state = DeviceState::Off;
    Phrase words;  // what a cashier can do about it: "No paper. Put in a roll and press Continue."
};

class Device {
public:
    Device() = default;
    Device(const Device&) = delete;
    Device& operator=(const Device&) = delete;
    virtual ~Device() = default;
    virtual std::string name()
        const = 0;  // stable: by serial number or port, never by plug-in order
    virtual Health health() = 0;
};

// What was read, before anybody knows what it means. `aim` is the ISO/IEC 15424 identifier with the
// leading ']' ("]E0" EAN-13, "]d2" GS1 DataMatrix), empty where the device gives none.
struct RawScan {
    std::string text;  // bytes as read; GS (0x1D) kept
    std::string aim;
};

class Scanner : public Device {
public:
    // Called on the device's thread, in order, one at a time.
    virtual void on_scan(std::function<void(RawScan)> listener) = 0;
};

class CardReader : public Device {  // magnetic stripe, contactless
public:
    virtual void on_card(std::function<void(RawScan)> listener) = 0;
};

enum class PrintOutcome : std::uint8_t {
    Printed,     // the device said so
    NotPrinted,  // nothing, or not all of it, came out
    Unknown,     // the cashier must look
};

class ReceiptPrinter : public Device {
public:
    virtual Paper paper() const = 0;
    virtual PrintOutcome print(const PrintDocument& document) = 0;  // blocks; device thread only
};

class CashDrawer : public Device {
public:
    virtual Result<void> open() = 0;            // one kick
    virtual std::optional<bool> is_open() = 0;  // nullopt: this one cannot tell
};

// The customer's pole display of two lines; the second window is pos/ui's.
class CustomerDisplay : public Device {
public:
    virtual Result<void> show(const std::string& upper, const std::string& lower) = 0;
};

enum class PaymentOutcome : std::uint8_t { Approved, Declined, Unknown };
struct PaymentAnswer {
    PaymentOutcome outcome = PaymentOutcome::Unknown;
    std::string reference;  // the terminal's own number of the operation, for the receipt
    Phrase words;           // why it was declined, as the cashier should read it
};

// Takes money from a card, and gives it back. `operation` is unique per intent: asking twice with
// the same one never charges twice, and `ask_again` tells what became of it after an Unknown.
class PaymentTerminal : public Device {
public:
    virtual PaymentAnswer pay(Money amount, const std::string& operation) = 0;
    // Gives `amount` (> 0) back to a card, for goods that came back.
    virtual PaymentAnswer refund(Money amount, const std::string& operation) = 0;
    virtual PaymentAnswer ask_again(const std::string& operation) = 0;
    virtual PaymentAnswer cancel(const std::string& operation) = 0;
};

// One line of a fiscal receipt as 54-FZ devices take it: the price after discounts.
struct FiscalLine {
    std::string name;
    Quantity quantity;
    Money total;
    BasisPoints tax_rate;
    std::string marking;  // DataMatrix of marked goods, as read; empty otherwise
};
struct FiscalReceipt {
    std::vector<FiscalLine> lines;
    Money cash;
    Money electronic;
    bool is_return = false;
};

class FiscalPrinter : public Device {
public:
    virtual Result<void> open_shift(const std::string& cashier) = 0;
    virtual Result<std::string> register_receipt(const FiscalReceipt& receipt) = 0;  // fiscal sign
    virtual Result<std::string> close_shift() = 0;  // Z report number
};

class Camera : public Device {
public:
    // The newest frame not yet taken, waiting at most `timeout_ms`; Errc::Timeout when there is
    // none, Errc::Disconnected when the camera has gone (it is re-opened by itself).
    virtual Result<Frame> next_frame(int timeout_ms) = 0;
};

}  // namespace kopilka::drivers
