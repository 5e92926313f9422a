// A bank terminal without a bank: it approves unless told otherwise, and remembers what became of
// each operation, also when the answer was lost. Thread-safe, deterministic.
#pragma once
#include "drivers/device.h"

#include <deque>
#include <map>
#include <mutex>

namespace kopilka::drivers {

// What the next operation not seen before will meet.
enum class TerminalPlan : std::uint8_t {
    Approve,
    DeclineNoMoney,      // not enough money on the card
    DeclineCard,         // the bank refuses the card
    DeclineByCustomer,   // the customer pressed the red button
    LoseAnswerApproved,  // Unknown now; the money was taken
    LoseAnswerDeclined,  // Unknown now; it was not
    LoseRequest,         // Unknown now; the terminal never heard of it
};

class SimulatedPaymentTerminal : public PaymentTerminal {
public:
    std::string name() const override { return "simulated payment terminal"; }
    Health health() override;
    // The same operation again is not charged again: it gets the answer it had. With another amount
    // it is declined. While off every question is answered Unknown.
    PaymentAnswer pay(Money amount, const std::string& operation) override;
    PaymentAnswer refund(Money amount, const std::string& operation) override;
    // Declined for an operation that the terminal never heard of: paying again is then safe.
    PaymentAnswer ask_again(const std::string& operation) override;
    // Approved: nothing is charged (any more). Asking twice refunds once. A cancelled operation
    // stays cancelled: pay() with it is declined.
    PaymentAnswer cancel(const std::string& operation) override;

    void plan(TerminalPlan next);  // queued; when the queue is empty: Approve
    void set_off(bool off);
    Money charged() const;     // taken less refunded
    int transactions() const;  // times that money was taken or given back

private:
    struct Operation {
        Money amount;
        PaymentAnswer truth;
        bool cancelled = false;
    };
    PaymentAnswer perform(Money amount, const std::string& operation);  // negative: given back
    PaymentAnswer settle(Money amount, const std::string& operation, TerminalPlan plan);
    PaymentAnswer declined(const char* key) const;

    mutable std::mutex mutex_;
    std::deque<TerminalPlan> plans_;
    std::map<std::string, Operation> operations_;
    Money charged_;
    int transactions_ = 0;
    bool off_ = false;
};

}  // namespace kopilka::drivers
