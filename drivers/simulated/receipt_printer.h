// A receipt printer without a printer: documents go through the real layout and encoder, and the
// bytes stay in memory (and in a folder, as bytes, text and picture) instead of on paper.
// It breaks on demand, as real ones do. Thread-safe.
#pragma once
#include "drivers/device.h"
#include "drivers/escpos/encoder.h"

#include <atomic>
#include <mutex>

namespace kopilka::drivers {

enum class PrinterFault : std::uint8_t {
    None,
    NoPaper,      // refuses before the first byte
    CoverOpen,    // the same
    DiesHalfWay,  // half of the bytes come out, then it is off until set to None
    NoAnswer,     // everything comes out, but it never says so
};

class SimulatedReceiptPrinter : public ReceiptPrinter {
public:
    // An empty folder name: memory only. Files are receipt-0001.bin, .txt and .png; the picture is
    // drawn from the bytes as a printer reads them.
    SimulatedReceiptPrinter(PrinterModel model, Font font, std::string folder = {});

    std::string name() const override { return "simulated receipt printer"; }
    Health health() override;
    Paper paper() const override { return model_.paper; }
    PrintOutcome print(const PrintDocument& document) override;

    // From now on what is printed is on paper only, and in no memory.
    void remember_nothing() { remembers_ = false; }
    void set_fault(PrinterFault fault) { fault_ = fault; }
    std::vector<Bytes> receipts() const;  // what each print() sent, the half ones included
    std::string last_text() const;        // the last receipt as plain text

private:
    void keep(const Layout& layout, Bytes bytes);
    void write_files(std::size_t number, const std::string& text, const Bytes& bytes);

    const PrinterModel model_;
    const std::string folder_;
    std::atomic<PrinterFault> fault_ = PrinterFault::None;
    mutable std::mutex mutex_;  // guards what follows
    Font font_;
    std::atomic<bool> remembers_ = true;
    std::size_t printed_ = 0;
    std::vector<Bytes> receipts_;
    std::string last_text_;
    std::string cannot_write_;  // the folder that refused, for health()
};

}  // namespace kopilka::drivers
