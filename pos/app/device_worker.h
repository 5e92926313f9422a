// The thread that waits for devices, so that nobody else does. One worker per slow device: the
// terminal's customer may look for a card for minutes while the printer prints.
#pragma once
#include "drivers/device.h"
#include "pos/app/inbox.h"
#include "pos/till/effect.h"
#include "pos/till/event.h"

#include <functional>
#include <memory>
#include <thread>
#include <variant>

namespace kopilka::app {

struct PrintJob {
    std::uint64_t ticket = 0;
    PrintDocument document;
};
struct ShowOnPole {
    std::string upper;
    std::string lower;
};
using DeviceRequest = std::variant<PrintJob, effect::OpenDrawer, effect::AskTerminal,
                                   effect::AskTerminalAgain, effect::CancelPayment, ShowOnPole>;

// Those that are there; a missing one answers as a device that is switched off.
struct Devices {
    drivers::ReceiptPrinter* printer = nullptr;
    drivers::CashDrawer* drawer = nullptr;
    drivers::PaymentTerminal* terminal = nullptr;
    drivers::CustomerDisplay* pole = nullptr;
};

class DeviceWorker {
public:
    // `answer` is called on the worker's thread. The devices must outlive the worker.
    DeviceWorker(Devices devices, std::function<void(Event)> answer);
    DeviceWorker(const DeviceWorker&) = delete;
    DeviceWorker& operator=(const DeviceWorker&) = delete;
    ~DeviceWorker();  // finishes what is asked, then joins

    void ask(DeviceRequest request) { inbox_.put(std::move(request)); }

private:
    void run();
    void perform(const PrintJob& job);
    void perform(const effect::OpenDrawer& wanted);
    void perform(const effect::AskTerminal& wanted);
    void perform(const effect::AskTerminalAgain& wanted);
    void perform(const effect::CancelPayment& wanted);
    void perform(const ShowOnPole& wanted);
    void tell(const std::string& operation, const drivers::PaymentAnswer& said);
    void report(DeviceKind kind, const drivers::Health& health);

    Devices devices_;
    std::function<void(Event)> answer_;
    Inbox<DeviceRequest> inbox_;
    std::thread thread_;
};

}  // namespace kopilka::app
