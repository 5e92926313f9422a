// A till that obeys a script: simulated devices, an own folder, and what it said and printed so
// far. It can lose its power in the middle of anything and start again from what is on disk.
#pragma once
#include "drivers/simulated/cash_drawer.h"
#include "drivers/simulated/payment_terminal.h"
#include "drivers/simulated/receipt_printer.h"
#include "pos/app/till.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace kopilka::app {

struct ScriptedTillOptions {
    Places places;
    std::filesystem::path prints;  // where receipts go as text and PNG; empty: memory only
    Language language = Language::Russian;
};

class ScriptedTill {
public:
    ScriptedTill(ScriptedTillOptions options, const Clock& clock, const TwoLanguages& texts,
                 drivers::Font font);

    // Opens the folder as a till that was switched on does; its cable is where it was.
    Result<void> switch_on();
    // Everything in memory is gone; what the disk has stays. Nothing is finished or closed.
    void lose_power();
    bool is_on() const { return till_ != nullptr; }
    // The cable to the server; a till begins without.
    void connect(Network network);

    // One act, and everything that follows from it without another one.
    void act(Event event);
    void scan(const std::string& text, const std::string& aim = "");
    // Waits, taking what comes, until `done` or the time is over; false: over.
    bool wait_until(const std::function<bool()>& done, std::chrono::milliseconds most);

    Till& till() { return *till_; }
    const Stage& stage() const { return till_->stage(); }
    const TwoLanguages& texts() const { return texts_; }
    drivers::SimulatedReceiptPrinter& printer() { return *printer_; }
    drivers::SimulatedCashDrawer& drawer() { return drawer_; }
    drivers::SimulatedPaymentTerminal& terminal() { return terminal_; }
    // What the till said since the last act: refusals and notices, as they are shown.
    const std::vector<Phrase>& said() const { return said_; }

private:
    void settle();

    ScriptedTillOptions options_;
    const Clock& clock_;
    const TwoLanguages& texts_;
    std::unique_ptr<drivers::SimulatedReceiptPrinter> printer_;
    drivers::SimulatedCashDrawer drawer_;
    drivers::SimulatedPaymentTerminal terminal_;
    std::vector<Phrase> said_;
    Network network_ = Network::Down;
    std::unique_ptr<Till> till_;
};

// "ringing", "paying": the stage's name in scripts.
std::string_view name_of(const SaleStage& sale);

}  // namespace kopilka::app
