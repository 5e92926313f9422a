#include "drivers/simulated/escpos_reader.h"
#include "drivers/simulated/receipt_printer.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::drivers {
namespace {

const PrintDocument kReceipt{
    {TextLine{"Чек № 1"}, TextLine{"Итого 10,00 ₽", Align::Right, Size::Double}, Cut{}}};

SimulatedReceiptPrinter printer(std::string folder = {}) {
    return SimulatedReceiptPrinter({Paper{32, 384}}, *Font::open(), std::move(folder));
}

struct FaultCase {
    PrinterFault fault;
    PrintOutcome outcome;
    std::size_t receipts;  // that left something on the paper
    DeviceState state;
    const char* words;
};

TEST(SimulatedReceiptPrinter, FailsAsRealOnesDo) {
    const FaultCase cases[] = {
        {PrinterFault::None, PrintOutcome::Printed, 1, DeviceState::Ready, "device.ready"},
        {PrinterFault::NoPaper, PrintOutcome::NotPrinted, 0, DeviceState::Attention,
         "device.printer_no_paper"},
        {PrinterFault::CoverOpen, PrintOutcome::NotPrinted, 0, DeviceState::Attention,
         "device.printer_cover_open"},
        {PrinterFault::DiesHalfWay, PrintOutcome::NotPrinted, 1, DeviceState::Off,
         "device.printer_off"},
        {PrinterFault::NoAnswer, PrintOutcome::Unknown, 1, DeviceState::Attention,
         "device.printer_no_answer"},
    };
    for (const auto& expected : cases) {
        SCOPED_TRACE(expected.words);
        auto device = printer();
        device.set_fault(expected.fault);
        EXPECT_EQ(device.print(kReceipt), expected.outcome);
        EXPECT_EQ(device.receipts().size(), expected.receipts);
        EXPECT_EQ(device.health().state, expected.state);
        EXPECT_EQ(device.health().words.key, expected.words);
    }
}

TEST(SimulatedReceiptPrinter, CutsTheLastReceiptOffHalfWayAndPrintsTheNextWhole) {
    auto device = printer();
    device.set_fault(PrinterFault::DiesHalfWay);
    device.print(kReceipt);
    device.set_fault(PrinterFault::None);
    device.print(kReceipt);
    const auto paper = device.paper();
    const auto half = read_escpos(device.receipts().at(0), paper);
    const auto whole = read_escpos(device.receipts().at(1), paper);
    EXPECT_LT(half.rows.size(), whole.rows.size());
    EXPECT_TRUE(std::holds_alternative<Cut>(whole.rows.back()));
    EXPECT_THAT(whole.complaints, testing::IsEmpty());
}

TEST(SimulatedReceiptPrinter, LeavesBytesTextAndPictureInItsFolder) {
    const TemporaryFolder temporary;
    const std::string folder = temporary / "receipts";
    auto device = printer(folder);
    device.print(kReceipt);
    device.print(kReceipt);
    std::ifstream text(folder + "/receipt-0002.txt");
    const std::string all{std::istreambuf_iterator<char>(text), {}};
    EXPECT_EQ(all, device.last_text());
    EXPECT_THAT(all, testing::HasSubstr("Чек № 1"));
    EXPECT_GT(std::filesystem::file_size(folder + "/receipt-0001.png"), 500u);
    EXPECT_EQ(std::filesystem::file_size(folder + "/receipt-0001.bin"),
              device.receipts().at(0).size());
}

TEST(SimulatedReceiptPrinter, SaysWhenItsFolderRefuses) {
    auto device = printer("/proc/no/such/folder");
    EXPECT_EQ(device.print(kReceipt), PrintOutcome::Printed);
    EXPECT_EQ(device.health().words,
              (Phrase{"device.printer_cannot_write", {"/proc/no/such/folder"}}));
}

TEST(EscposReader, ComplainsAboutWhatAPrinterWouldMisread) {
    const Paper paper{32, 384};
    const auto complaints = [&](Bytes bytes) { return read_escpos(bytes, paper).complaints; };
    EXPECT_THAT(complaints({0x1B, 0x99}), testing::ElementsAre("ESC 99"));
    EXPECT_THAT(complaints({0x1D, 0x76, 0x30, 0, 1, 0, 5, 0, 0xFF}),
                testing::ElementsAre("cut off in the middle of a command"));
    EXPECT_THAT(complaints({0x10, 'a'}), testing::ElementsAre("control byte 10"));
    EXPECT_EQ(read_escpos(drawer_kick(DrawerPin::Two), paper).drawer_kicks, 1);
}

TEST(EscposReader, ShowsQuestionMarksForCyrillicThatWasNotSwitchedOn) {
    // The classic mistake: ESC @ without FS . leaves a clone in Chinese.
    const Bytes bytes{0x1B, 0x40, 0x1B, 0x74, 17, 0x80, 0x0A};
    EXPECT_EQ(std::get<TextRow>(read_escpos(bytes, Paper{}).rows.at(0)).cells, U"?");
}

}  // namespace
}  // namespace kopilka::drivers
