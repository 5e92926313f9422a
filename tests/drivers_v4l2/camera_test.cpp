#include "drivers/camera/open_camera.h"
#include "drivers/camera/v4l2_camera.h"
#include "drivers/escpos/png_file.h"
#include "tests/drivers_v4l2/simulated_v4l2.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::drivers {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::size_t kPixels = std::size_t{SimulatedV4l2::kWidth} * SimulatedV4l2::kHeight;

Bytes yuyv(std::uint8_t grey) {
    Bytes bytes(kPixels * 2, 128);
    for (std::size_t i = 0; i < bytes.size(); i += 2) bytes[i] = grey;
    return bytes;
}

bool all(const Frame& frame, std::uint8_t grey) {
    return frame.grey.size() == kPixels &&
           std::all_of(frame.grey.begin(), frame.grey.end(), [&](auto g) { return g == grey; });
}

// The first call opens; there is no picture yet.
void open(V4l2Camera& camera) { ASSERT_EQ(camera.next_frame(5).error().code, Errc::Timeout); }

TEST(V4l2Camera, GivesEachYuyvPictureWhole) {
    SimulatedV4l2 kernel;
    kernel.plug_in(0, V4L2_PIX_FMT_YUYV);
    V4l2Camera camera(kernel.link());
    open(camera);
    for (std::uint8_t grey = 1; grey <= 60; ++grey) {
        kernel.send(yuyv(grey));
        const auto frame = camera.next_frame(1000);
        ASSERT_TRUE(frame) << frame.error().detail;
        EXPECT_EQ(frame->width, SimulatedV4l2::kWidth);
        ASSERT_TRUE(all(*frame, grey)) << int{grey};
    }
    EXPECT_EQ(kernel.dropped(), 0u);
    EXPECT_EQ(camera.health().state, DeviceState::Ready);
    EXPECT_EQ(camera.name(), "usb-Example_Camera_0001-video-index0");
}

TEST(V4l2Camera, GivesTheNewestOfThoseThatWaitAndNeverADamagedOne) {
    SimulatedV4l2 kernel;
    kernel.plug_in(0, V4L2_PIX_FMT_GREY);
    V4l2Camera camera(kernel.link());
    open(camera);
    kernel.send(Bytes(kPixels, 10));
    kernel.send(Bytes(kPixels, 20));
    kernel.send(Bytes(kPixels, 30), V4L2_BUF_FLAG_ERROR);
    EXPECT_TRUE(all(*camera.next_frame(1000), 20));
    EXPECT_EQ(camera.next_frame(10).error().code, Errc::Timeout);
    for (int i = 0; i < 4; ++i) kernel.send(Bytes(kPixels, 40));  // all four buffers came back
    EXPECT_EQ(kernel.dropped(), 0u);
}

TEST(V4l2Camera, ReadsMjpegAndPassesOverABrokenPicture) {
    SimulatedV4l2 kernel;
    kernel.plug_in(0, V4L2_PIX_FMT_MJPEG);
    V4l2Camera camera(kernel.link());
    open(camera);
    kernel.send(as_bytes("\xFF\xD8 cut"));
    EXPECT_EQ(camera.next_frame(1000).error().code, Errc::Corrupt);
    const Frame wide{SimulatedV4l2::kWidth, SimulatedV4l2::kHeight, Bytes(kPixels, 7)};
    kernel.send(*to_png(wide));  // any picture that image_file reads
    EXPECT_TRUE(all(*camera.next_frame(1000), 7));
}

TEST(V4l2Camera, RefusesAShortPictureAndGoesOn) {
    SimulatedV4l2 kernel;
    kernel.plug_in(0, V4L2_PIX_FMT_YUYV);
    V4l2Camera camera(kernel.link());
    open(camera);
    kernel.send(Bytes(1000, 1));
    EXPECT_EQ(camera.next_frame(1000).error().code, Errc::Corrupt);
    kernel.send(yuyv(9));
    EXPECT_TRUE(all(*camera.next_frame(1000), 9));
}

TEST(V4l2Camera, ComesBackByItsNameUnderAnotherNumber) {
    SimulatedV4l2 kernel;
    V4l2Camera camera(kernel.link());
    EXPECT_EQ(camera.next_frame(0).error().code, Errc::Disconnected);
    EXPECT_EQ(camera.health().words,
              (Phrase{"device.camera_gone", {"usb-Example_Camera_0001-video-index0"}}));
    for (unsigned round = 0; round < 3; ++round) {
        kernel.plug_in(round, V4L2_PIX_FMT_YUYV);
        EXPECT_THAT(V4l2Camera::found(), ElementsAre(kernel.link()));
        std::thread driver([&] {
            kernel.wait_until_streaming();
            kernel.send(yuyv(50));
        });
        auto frame = camera.next_frame(100);
        for (int i = 0; !frame && i < 50; ++i) frame = camera.next_frame(100);
        driver.join();
        ASSERT_TRUE(frame) << frame.error().detail;
        EXPECT_TRUE(all(*frame, 50));
        EXPECT_EQ(camera.health().state, DeviceState::Ready);
        kernel.pull_out();
        EXPECT_EQ(camera.next_frame(100).error().code, Errc::Disconnected);
        EXPECT_EQ(camera.health().state, DeviceState::Off);
    }
}

struct Refusal {
    unsigned long request;
    int error;
    Errc code;
    const char* words;
    const char* health;
};

TEST(V4l2Camera, SaysWhyItCannotBeOpened) {
    const Refusal refusals[] = {
        {VIDIOC_S_FMT, EBUSY, Errc::Busy, "close the program", "device.camera_busy"},
        {VIDIOC_REQBUFS, EBUSY, Errc::Busy, "close the program", "device.camera_busy"},
        {VIDIOC_QUERYCAP, ENOTTY, Errc::Invalid, "no camera", "device.camera_unusable"},
        {VIDIOC_ENUM_FMT, EINVAL, Errc::Invalid, "neither grey, YUYV nor MJPEG",
         "device.camera_unusable"},
        {VIDIOC_STREAMON, ENOSPC, Errc::Io, "USB port of its own", "device.camera_gone"},
        {VIDIOC_QUERYBUF, ENODEV, Errc::Disconnected, "plug the camera in", "device.camera_gone"},
    };
    SimulatedV4l2 kernel;
    kernel.plug_in(0, V4L2_PIX_FMT_YUYV);
    for (const auto& refusal : refusals) {
        SCOPED_TRACE(refusal.words);
        V4l2Camera camera(kernel.link());
        kernel.refuse_next(refusal.request, refusal.error);
        const auto frame = camera.next_frame(0);
        ASSERT_FALSE(frame);
        EXPECT_EQ(frame.error().code, refusal.code) << frame.error().detail;
        EXPECT_THAT(frame.error().detail, HasSubstr(refusal.words));
        EXPECT_EQ(camera.health().words.key, refusal.health);
    }
}

TEST(V4l2Camera, RefusesACameraThatOnlySpeaksH264) {
    SimulatedV4l2 kernel;
    kernel.plug_in(0, V4L2_PIX_FMT_H264);
    V4l2Camera camera(kernel.link());
    EXPECT_EQ(camera.next_frame(0).error().code, Errc::Invalid);
}

TEST(OpenCamera, KnowsADeviceAFolderAndTheFirstCameraOfTheMachine) {
    SimulatedV4l2 kernel;
    EXPECT_EQ(open_camera("").error().code, Errc::NotFound);
    kernel.plug_in(0, V4L2_PIX_FMT_YUYV);
    EXPECT_EQ((*open_camera(""))->name(), "usb-Example_Camera_0001-video-index0");
    EXPECT_EQ((*open_camera("/dev/video7"))->name(), "video7");  // it may come later
    const TemporaryFolder folder;
    EXPECT_EQ(open_camera(folder.path()).error().code, Errc::NotFound);
    ASSERT_TRUE(save_png(Frame{1, 1, {0}}, folder / "a.png"));
    EXPECT_EQ((*open_camera(folder.path()))->name(), folder.path());
}

TEST(V4l2Camera, WaitsAsLongAsTold) {
    SimulatedV4l2 kernel;
    kernel.plug_in(0, V4L2_PIX_FMT_YUYV);
    V4l2Camera camera(kernel.link());
    open(camera);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(camera.next_frame(200).error().code, Errc::Timeout);
    const auto waited = std::chrono::steady_clock::now() - start;
    EXPECT_GE(waited, std::chrono::milliseconds(200));
    EXPECT_LT(waited, std::chrono::milliseconds(1500));
}

}  // namespace
}  // namespace kopilka::drivers
