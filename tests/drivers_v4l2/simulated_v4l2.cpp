#include "tests/drivers_v4l2/simulated_v4l2.h"

#include "pos/core/check.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace kopilka::drivers {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kMostBuffers = 8;
constexpr std::uint32_t kBufferSize = SimulatedV4l2::kWidth * SimulatedV4l2::kHeight * 2;
// mmap offsets must be whole pages.
constexpr std::uint32_t kSpacing = (kBufferSize + 4095) / 4096 * 4096;
constexpr const char* kLink = "/dev/v4l/by-id/usb-Example_Camera_0001-video-index0";

v4l2_buffer buffer_at(std::uint32_t index) {
    v4l2_buffer buffer{};
    buffer.index = index;
    buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    buffer.memory = V4L2_MEMORY_MMAP;
    buffer.m.offset = index * kSpacing;
    buffer.length = kBufferSize;
    buffer.field = V4L2_FIELD_NONE;
    return buffer;
}

}  // namespace

SimulatedV4l2::SimulatedV4l2() {
    testbed_ = umockdev_testbed_new();
    check(umockdev_in_mock_environment() != 0, "umockdev's preload library is not linked first");
    gchar* root = umockdev_testbed_get_root_dir(testbed_);
    root_ = root;
    g_free(root);
}

SimulatedV4l2::~SimulatedV4l2() {
    if (!node_.empty()) pull_out();
    g_object_unref(testbed_);
}

std::string SimulatedV4l2::link() const { return kLink; }

void SimulatedV4l2::plug_in(unsigned n, std::uint32_t pixel_format) {
    {
        const std::lock_guard lock(mutex_);
        format_ = pixel_format;
        gone_ = streaming_ = false;
        given_.clear();
        ready_.clear();
    }
    node_ = "/dev/video" + std::to_string(n);
    handler_ = umockdev_ioctl_base_new();
    g_signal_connect(handler_, "handle-ioctl", G_CALLBACK(&SimulatedV4l2::on_ioctl), this);
    for (const char* path : {node_.c_str(), kLink})
        umockdev_testbed_attach_ioctl(testbed_, path, handler_, nullptr);
    fs::create_directories(root_ + "/dev/v4l/by-id");
    file_ = ::open((root_ + node_).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    check(file_ >= 0 && ftruncate(file_, off_t{kSpacing} * kMostBuffers) == 0, "no device node");
    fs::create_symlink("../../" + node_.substr(5), root_ + kLink);
}

void SimulatedV4l2::pull_out() {
    {
        const std::lock_guard lock(mutex_);
        gone_ = true;
    }
    fs::remove(root_ + kLink);
    fs::remove(root_ + node_);
    for (const char* path : {node_.c_str(), kLink})
        umockdev_testbed_detach_ioctl(testbed_, path, nullptr);
    g_object_unref(handler_);
    ::close(file_);
    node_.clear();
}

void SimulatedV4l2::send(ByteView picture, std::uint32_t flags) {
    const std::lock_guard lock(mutex_);
    if (given_.empty()) {
        ++dropped_;
        return;
    }
    v4l2_buffer buffer = buffer_at(given_.front());
    given_.pop_front();
    const auto size = std::min<std::size_t>(picture.size(), kBufferSize);
    const auto written = pwrite(file_, picture.data(), size, off_t{buffer.m.offset});
    check(written == static_cast<ssize_t>(size), "the picture was not written");
    buffer.bytesused = static_cast<std::uint32_t>(size);
    buffer.flags = V4L2_BUF_FLAG_DONE | V4L2_BUF_FLAG_MAPPED | flags;
    ready_.push_back(buffer);
}

unsigned SimulatedV4l2::dropped() {
    const std::lock_guard lock(mutex_);
    return dropped_;
}

void SimulatedV4l2::wait_until_streaming() {
    for (int i = 0; i < 5000; ++i) {
        {
            const std::lock_guard lock(mutex_);
            if (streaming_) return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    check(false, "nobody started the camera within 5 s");
}

void SimulatedV4l2::refuse_next(unsigned long request, int error) {
    const std::lock_guard lock(mutex_);
    refused_request_ = request;
    refused_error_ = error;
}

gboolean SimulatedV4l2::on_ioctl(UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer self) {
    auto& camera = *static_cast<SimulatedV4l2*>(self);
    const std::lock_guard lock(camera.mutex_);
    const int error = camera.answer(umockdev_ioctl_client_get_request(client),
                                    umockdev_ioctl_client_get_arg(client));
    if (camera.resolved_ != nullptr) g_object_unref(camera.resolved_);
    camera.resolved_ = nullptr;
    umockdev_ioctl_client_complete(client, error == 0 ? 0 : -1, error);
    return TRUE;
}

template <typename T>
T& SimulatedV4l2::read(UMockdevIoctlData* argument) {
    resolved_ = umockdev_ioctl_data_resolve(argument, 0, sizeof(T), nullptr);
    check(resolved_ != nullptr, "an ioctl without its argument");
    return *reinterpret_cast<T*>(resolved_->data);
}

// 0, or the errno that the kernel would give.
int SimulatedV4l2::answer(unsigned long request, UMockdevIoctlData* argument) {
    if (gone_) return ENODEV;
    if (request == refused_request_) {
        refused_request_ = 0;
        return refused_error_;
    }
    switch (request) {
        case VIDIOC_STREAMON: streaming_ = true; return 0;
        case VIDIOC_QUERYBUF:
        case VIDIOC_QBUF:
        case VIDIOC_DQBUF: return queue_call(request, argument);
        default: return describe(request, argument);
    }
}

int SimulatedV4l2::queue_call(unsigned long request, UMockdevIoctlData* argument) {
    auto& buffer = read<v4l2_buffer>(argument);
    if (request == VIDIOC_DQBUF) {
        if (!streaming_) return EINVAL;
        if (ready_.empty()) return EAGAIN;
        buffer = ready_.front();
        ready_.pop_front();
        return 0;
    }
    if (buffer.index >= count_) return EINVAL;
    if (request == VIDIOC_QUERYBUF)
        buffer = buffer_at(buffer.index);
    else
        given_.push_back(buffer.index);
    return 0;
}

int SimulatedV4l2::describe(unsigned long request, UMockdevIoctlData* argument) {
    switch (request) {
        case VIDIOC_QUERYCAP: {
            auto& able = read<v4l2_capability>(argument);
            able = {};
            able.device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
            able.capabilities = able.device_caps | V4L2_CAP_DEVICE_CAPS;
            return 0;
        }
        case VIDIOC_ENUM_FMT: {
            auto& offered = read<v4l2_fmtdesc>(argument);
            if (offered.index > 1) return EINVAL;
            offered.pixelformat = offered.index == 0 ? V4L2_PIX_FMT_H264 : format_;
            return 0;
        }
        case VIDIOC_S_FMT: {
            auto& pix = read<v4l2_format>(argument).fmt.pix;
            pix.width = kWidth;
            pix.height = kHeight;
            pix.pixelformat = format_;
            pix.bytesperline = format_ == V4L2_PIX_FMT_YUYV   ? kWidth * 2
                               : format_ == V4L2_PIX_FMT_GREY ? kWidth
                                                              : 0;
            pix.sizeimage = kBufferSize;
            return 0;
        }
        case VIDIOC_REQBUFS: {
            auto& wanted = read<v4l2_requestbuffers>(argument);
            wanted.count = count_ = std::min(wanted.count, kMostBuffers);
            return 0;
        }
        default: return ENOTTY;
    }
}

}  // namespace kopilka::drivers
