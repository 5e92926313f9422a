#include "drivers/simulated/receipt_printer.h"

#include "drivers/escpos/picture.h"
#include "drivers/escpos/plain_text.h"
#include "drivers/escpos/png_file.h"
#include "drivers/simulated/escpos_reader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

namespace kopilka::drivers {

SimulatedReceiptPrinter::SimulatedReceiptPrinter(PrinterModel model, Font font, std::string folder)
    : model_(model), folder_(std::move(folder)), font_(std::move(font)) {}

Health SimulatedReceiptPrinter::health() {
    switch (fault_.load()) {
        case PrinterFault::NoPaper:
            return {DeviceState::Attention, {"device.printer_no_paper", {}}};
        case PrinterFault::CoverOpen:
            return {DeviceState::Attention, {"device.printer_cover_open", {}}};
        case PrinterFault::DiesHalfWay: return {DeviceState::Off, {"device.printer_off", {}}};
        case PrinterFault::NoAnswer:
            return {DeviceState::Attention, {"device.printer_no_answer", {}}};
        case PrinterFault::None: break;
    }
    const std::lock_guard lock(mutex_);
    if (!cannot_write_.empty())
        return {DeviceState::Attention, {"device.printer_cannot_write", {cannot_write_}}};
    return {DeviceState::Ready, {"device.ready", {}}};
}

PrintOutcome SimulatedReceiptPrinter::print(const PrintDocument& document) {
    const std::lock_guard lock(mutex_);
    const Layout layout = lay_out(document, model_.paper);
    Bytes bytes = encode(layout, model_, font_);
    switch (fault_.load()) {
        case PrinterFault::None: keep(layout, std::move(bytes)); return PrintOutcome::Printed;
        case PrinterFault::NoAnswer: keep(layout, std::move(bytes)); return PrintOutcome::Unknown;
        case PrinterFault::DiesHalfWay:
            bytes.resize(bytes.size() / 2);
            keep(layout, std::move(bytes));
            return PrintOutcome::NotPrinted;
        case PrinterFault::NoPaper:
        case PrinterFault::CoverOpen: return PrintOutcome::NotPrinted;
    }
    return PrintOutcome::NotPrinted;
}

void SimulatedReceiptPrinter::keep(const Layout& layout, Bytes bytes) {
    std::string text = to_plain_text(layout);
    ++printed_;
    if (!folder_.empty()) write_files(printed_, text, bytes);
    if (!remembers_) return;
    last_text_ = std::move(text);
    receipts_.push_back(std::move(bytes));
}

void SimulatedReceiptPrinter::write_files(std::size_t number, const std::string& text,
                                          const Bytes& bytes) {
    std::string digits = std::to_string(number);
    digits.insert(0, 4 - std::min<std::size_t>(digits.size(), 4), '0');
    const std::string stem = folder_ + "/receipt-" + digits;
    std::error_code ignored;  // a folder that cannot be made shows when the files are written
    std::filesystem::create_directories(folder_, ignored);
    std::ofstream(stem + ".txt", std::ios::binary) << text;
    std::ofstream(stem + ".bin", std::ios::binary) << as_text(bytes);
    const PrintedPaper printed = read_escpos(bytes, model_.paper);
    const auto saved = save_png(paint({model_.paper, printed.rows}, font_), stem + ".png");
    cannot_write_ = saved ? "" : folder_;
}

std::vector<Bytes> SimulatedReceiptPrinter::receipts() const {
    const std::lock_guard lock(mutex_);
    return receipts_;
}

std::string SimulatedReceiptPrinter::last_text() const {
    const std::lock_guard lock(mutex_);
    return last_text_;
}

}  // namespace kopilka::drivers
