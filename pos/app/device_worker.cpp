#include "pos/app/device_worker.h"

#include "pos/core/check.h"
#include "pos/core/wipe.h"

namespace kopilka::app {
namespace {

using drivers::DeviceState;
using drivers::PaymentOutcome;
using drivers::PrintOutcome;

PrintResult to_result(PrintOutcome outcome) {
    switch (outcome) {
        case PrintOutcome::Printed: return PrintResult::Printed;
        case PrintOutcome::NotPrinted: return PrintResult::NotPrinted;
        case PrintOutcome::Unknown: return PrintResult::Unknown;
    }
    unreachable("a print outcome nobody named");
}

CardOutcome to_outcome(PaymentOutcome outcome) {
    switch (outcome) {
        case PaymentOutcome::Approved: return CardOutcome::Approved;
        case PaymentOutcome::Declined: return CardOutcome::Declined;
        case PaymentOutcome::Unknown: return CardOutcome::Unknown;
    }
    unreachable("a payment outcome nobody named");
}

DeviceMood to_mood(DeviceState state) {
    switch (state) {
        case DeviceState::Ready: return DeviceMood::Ready;
        case DeviceState::Attention: return DeviceMood::Attention;
        case DeviceState::Off: return DeviceMood::Off;
    }
    unreachable("a device state nobody named");
}

drivers::PaymentAnswer no_terminal() {
    return {PaymentOutcome::Declined, "", {"device.terminal_off", {}}};
}

}  // namespace

DeviceWorker::DeviceWorker(Devices devices, std::function<void(Event)> answer)
    : devices_(devices), answer_(std::move(answer)), thread_([this] { run(); }) {}

DeviceWorker::~DeviceWorker() {
    inbox_.close();
    thread_.join();
}

void DeviceWorker::run() {
    while (const auto request = inbox_.take()) {
        std::visit([&](const auto& wanted) { perform(wanted); }, *request);
        wipe_stack();
    }
}

void DeviceWorker::perform(const PrintJob& job) {
    if (devices_.printer == nullptr) {
        answer_(event::PrintFinished{job.ticket, PrintResult::NotPrinted});
        return report(DeviceKind::Printer, {DeviceState::Off, {"device.printer_off", {}}});
    }
    const PrintOutcome outcome = devices_.printer->print(job.document);
    answer_(event::PrintFinished{job.ticket, to_result(outcome)});
    report(DeviceKind::Printer, devices_.printer->health());
}

void DeviceWorker::perform(const effect::OpenDrawer&) {
    if (devices_.drawer == nullptr) return;
    if (!devices_.drawer->open()) report(DeviceKind::Drawer, devices_.drawer->health());
}

void DeviceWorker::perform(const effect::AskTerminal& wanted) {
    if (devices_.terminal == nullptr) return tell(wanted.operation, no_terminal());
    drivers::PaymentTerminal& terminal = *devices_.terminal;
    tell(wanted.operation, wanted.amount < kNoMoney
                               ? terminal.refund(-wanted.amount, wanted.operation)
                               : terminal.pay(wanted.amount, wanted.operation));
}

void DeviceWorker::perform(const effect::AskTerminalAgain& wanted) {
    tell(wanted.operation, devices_.terminal == nullptr
                               ? no_terminal()
                               : devices_.terminal->ask_again(wanted.operation));
}

void DeviceWorker::perform(const effect::CancelPayment& wanted) {
    if (devices_.terminal == nullptr) return tell(wanted.operation, no_terminal());
    const drivers::PaymentAnswer said = devices_.terminal->cancel(wanted.operation);
    const bool cancelled = said.outcome == PaymentOutcome::Approved;
    answer_(event::PaymentAnswered{wanted.operation,
                                   cancelled ? CardOutcome::Cancelled : to_outcome(said.outcome),
                                   said.reference, said.words});
}

void DeviceWorker::perform(const ShowOnPole& wanted) {
    if (devices_.pole == nullptr) return;
    if (!devices_.pole->show(wanted.upper, wanted.lower))
        report(DeviceKind::Pole, devices_.pole->health());
}

void DeviceWorker::tell(const std::string& operation, const drivers::PaymentAnswer& said) {
    answer_(
        event::PaymentAnswered{operation, to_outcome(said.outcome), said.reference, said.words});
}

void DeviceWorker::report(DeviceKind kind, const drivers::Health& health) {
    answer_(event::DeviceNews{kind, to_mood(health.state), health.words});
}

}  // namespace kopilka::app
