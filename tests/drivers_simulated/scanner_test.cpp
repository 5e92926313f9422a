#include "drivers/simulated/scanner.h"

#include "drivers/simulated/camera.h"
#include "drivers/simulated/scan_file.h"
#include "tests/support/temporary_folder.h"

#include <condition_variable>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace kopilka::drivers {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST(SimulatedScanner, KeepsWhatComesBeforeAnybodyListens) {
    SimulatedScanner scanner;
    std::vector<std::string> heard;
    scanner.scan({"1", ""});
    scanner.scan({"2", "]E0"});
    scanner.on_scan([&](const RawScan& read) { heard.push_back(read.aim + read.text); });
    scanner.scan({"3", ""});
    EXPECT_THAT(heard, ElementsAre("1", "]E02", "3"));
}

TEST(SimulatedScanner, HandsOverOneAtATimeInOrder) {
    SimulatedScanner scanner;
    std::vector<std::string> heard;
    int inside = 0;
    scanner.on_scan([&](const RawScan& read) {
        EXPECT_EQ(++inside, 1);
        heard.push_back(read.text);
        if (read.text == "a") scanner.scan({"b", ""});
        --inside;
    });
    scanner.scan({"a", ""});
    EXPECT_THAT(heard, ElementsAre("a", "b"));
}

TEST(SimulatedScanner, LosesNothingFromSeveralThreads) {
    SimulatedScanner scanner;
    std::vector<int> last(4, -1);
    int heard = 0;
    scanner.on_scan([&](const RawScan& read) {
        const auto who = static_cast<std::size_t>(read.text[0] - '0');
        const int number = std::stoi(read.text.substr(1));
        EXPECT_EQ(number, ++last[who]);
        ++heard;
    });
    std::vector<std::thread> threads;
    for (int who = 0; who < 4; ++who)
        threads.emplace_back([&, who] {
            for (int i = 0; i < 500; ++i)
                scanner.scan({std::to_string(who) + std::to_string(i), ""});
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(heard, 2000);
}

TEST(SimulatedScanner, IsOffWhileUnplugged) {
    SimulatedScanner scanner;
    SimulatedCardReader reader;
    int heard = 0;
    scanner.on_scan([&](const RawScan&) { ++heard; });
    reader.on_card([&](const RawScan&) { ++heard; });
    scanner.set_unplugged(true);
    scanner.scan({"1", ""});
    reader.swipe({"2", ""});
    EXPECT_EQ(heard, 1);
    EXPECT_EQ(scanner.health().words.key, "device.reader_off");
    EXPECT_EQ(reader.health().state, DeviceState::Ready);
}

TEST(ScanFile, ReadsTheAimIdentifierAndKeepsGroupSeparators) {
    const RawScan read = read_of_line(
        "]d2010460\x1D"
        "21abc\r");
    EXPECT_EQ(read.aim, "]d2");
    EXPECT_EQ(read.text,
              "010460\x1D"
              "21abc");
    EXPECT_EQ(read_of_line("4600000000015").aim, "");
}

// What a ScanFile read so far, for the test's thread.
struct Heard {
    void operator()(const RawScan& read) {
        const std::lock_guard lock(mutex);
        texts.push_back(read.text);
        changed.notify_all();
    }
    std::vector<std::string> wait_for(std::size_t count) {
        std::unique_lock lock(mutex);
        changed.wait_for(lock, 10s, [&] { return texts.size() >= count; });
        return texts;
    }
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> texts;
};

TEST(ScanFile, FollowsAPipeThroughSeveralWriters) {
    const TemporaryFolder folder;
    const std::string path = folder / "scans";
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    Heard heard;
    auto file = ScanFile::open(path, [&](const RawScan& read) { heard(read); });
    ASSERT_TRUE(file) << file.error().detail;
    std::ofstream(path) << "one\n\ntw";
    std::ofstream(path) << "o\n";
    EXPECT_THAT(heard.wait_for(2), ElementsAre("one", "two"));
}

TEST(ScanFile, ReadsAFileToItsEnd) {
    const TemporaryFolder folder;
    const std::string path = folder / "scans";
    std::ofstream(path) << "one\r\ntwo";
    Heard heard;
    auto file = ScanFile::open(path, [&](const RawScan& read) { heard(read); });
    ASSERT_TRUE(file);
    EXPECT_THAT(heard.wait_for(2), ElementsAre("one", "two"));
    EXPECT_EQ(ScanFile::open(folder / "none", {}).error().code, Errc::NotFound);
}

TEST(SimulatedCamera, GivesTheNewestPictureOnce) {
    SimulatedCamera camera;
    EXPECT_EQ(camera.next_frame(0).error().code, Errc::Timeout);
    camera.show({1, 1, {10}});
    camera.show({1, 1, {20}});
    EXPECT_EQ(camera.next_frame(0)->grey[0], 20);
    EXPECT_EQ(camera.next_frame(0).error().code, Errc::Timeout);
    camera.set_unplugged(true);
    EXPECT_EQ(camera.next_frame(1000).error().code, Errc::Disconnected);
    EXPECT_EQ(camera.health().words.key, "device.camera_gone");
}

TEST(SimulatedCamera, WakesWhoeverWaits) {
    SimulatedCamera camera;
    std::thread shows([&] { camera.show({1, 1, {30}}); });
    EXPECT_EQ(camera.next_frame(10'000)->grey[0], 30);
    shows.join();
}

}  // namespace
}  // namespace kopilka::drivers
