#include "drivers/simulated/payment_terminal.h"

namespace kopilka::drivers {
namespace {

PaymentAnswer unknown() { return {PaymentOutcome::Unknown, "", {"device.terminal_unknown", {}}}; }

}  // namespace

Health SimulatedPaymentTerminal::health() {
    const std::lock_guard lock(mutex_);
    if (off_) return {DeviceState::Off, {"device.terminal_off", {}}};
    return {DeviceState::Ready, {"device.ready", {}}};
}

PaymentAnswer SimulatedPaymentTerminal::pay(Money amount, const std::string& operation) {
    return perform(amount, operation);
}

PaymentAnswer SimulatedPaymentTerminal::refund(Money amount, const std::string& operation) {
    return perform(-amount, operation);
}

PaymentAnswer SimulatedPaymentTerminal::perform(Money amount, const std::string& operation) {
    const std::lock_guard lock(mutex_);
    if (off_) return unknown();
    if (const auto known = operations_.find(operation); known != operations_.end()) {
        if (known->second.cancelled) return declined("device.terminal_cancelled");
        if (known->second.amount != amount) return declined("device.terminal_other_amount");
        return known->second.truth;
    }
    TerminalPlan plan = TerminalPlan::Approve;
    if (!plans_.empty()) {
        plan = plans_.front();
        plans_.pop_front();
    }
    return settle(amount, operation, plan);
}

PaymentAnswer SimulatedPaymentTerminal::settle(Money amount, const std::string& operation,
                                               TerminalPlan plan) {
    const auto approve = [&] {
        charged_ += amount;
        const std::string reference = "T" + std::to_string(1000 + ++transactions_);
        const PaymentAnswer answer{PaymentOutcome::Approved, reference, {}};
        return operations_[operation] = {amount, answer, false}, answer;
    };
    const auto decline = [&](const char* key) {
        const PaymentAnswer answer = declined(key);
        return operations_[operation] = {amount, answer, false}, answer;
    };
    switch (plan) {
        case TerminalPlan::Approve: return approve();
        case TerminalPlan::DeclineNoMoney: return decline("device.terminal_no_money");
        case TerminalPlan::DeclineCard: return decline("device.terminal_card_refused");
        case TerminalPlan::DeclineByCustomer: return decline("device.terminal_by_customer");
        case TerminalPlan::LoseAnswerApproved: approve(); return unknown();
        case TerminalPlan::LoseAnswerDeclined:
            decline("device.terminal_no_money");
            return unknown();
        case TerminalPlan::LoseRequest: return unknown();
    }
    return unknown();
}

PaymentAnswer SimulatedPaymentTerminal::ask_again(const std::string& operation) {
    const std::lock_guard lock(mutex_);
    if (off_) return unknown();
    const auto known = operations_.find(operation);
    if (known == operations_.end()) return declined("device.terminal_never_heard");
    if (known->second.cancelled) return declined("device.terminal_cancelled");
    return known->second.truth;
}

PaymentAnswer SimulatedPaymentTerminal::cancel(const std::string& operation) {
    const std::lock_guard lock(mutex_);
    if (off_) return unknown();
    Operation& known = operations_[operation];  // never heard of: from now on it is cancelled
    if (!known.cancelled && known.truth.outcome == PaymentOutcome::Approved)
        charged_ -= known.amount;
    known.cancelled = true;
    return {PaymentOutcome::Approved, known.truth.reference, {}};
}

PaymentAnswer SimulatedPaymentTerminal::declined(const char* key) const {
    return {PaymentOutcome::Declined, "", {key, {}}};
}

void SimulatedPaymentTerminal::plan(TerminalPlan next) {
    const std::lock_guard lock(mutex_);
    plans_.push_back(next);
}

void SimulatedPaymentTerminal::set_off(bool off) {
    const std::lock_guard lock(mutex_);
    off_ = off;
}

Money SimulatedPaymentTerminal::charged() const {
    const std::lock_guard lock(mutex_);
    return charged_;
}

int SimulatedPaymentTerminal::transactions() const {
    const std::lock_guard lock(mutex_);
    return transactions_;
}

}  // namespace kopilka::drivers
