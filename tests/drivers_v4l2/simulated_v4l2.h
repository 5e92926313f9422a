// A V4L2 capture device under umockdev: the node is a file as large as all buffers, so the client's
// mmap is real; ioctls are answered here; pictures are written into the file. One testbed a
// process.
#pragma once
#include "pos/core/bytes.h"

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include <linux/videodev2.h>
#include <umockdev.h>

namespace kopilka::drivers {

class SimulatedV4l2 {
public:
    static constexpr std::uint32_t kWidth = 320;
    static constexpr std::uint32_t kHeight = 240;

    SimulatedV4l2();
    SimulatedV4l2(const SimulatedV4l2&) = delete;
    SimulatedV4l2& operator=(const SimulatedV4l2&) = delete;
    ~SimulatedV4l2();

    // Appears as /dev/videoN with the link in /dev/v4l/by-id that `link()` names.
    void plug_in(unsigned n, std::uint32_t pixel_format);
    void pull_out();
    std::string link() const;

    // As the driver does it: into the next buffer that the client gave; dropped if there is none.
    void send(ByteView picture, std::uint32_t flags = 0);
    unsigned dropped();
    void wait_until_streaming();
    void refuse_next(unsigned long request, int error);  // the next such ioctl fails so

private:
    static gboolean on_ioctl(UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer self);
    int answer(unsigned long request, UMockdevIoctlData* argument);
    template <typename T>
    T& read(UMockdevIoctlData* argument);
    int queue_call(unsigned long request, UMockdevIoctlData* argument);
    int describe(unsigned long request, UMockdevIoctlData* argument);

    std::string root_;
    UMockdevTestbed* testbed_ = nullptr;
    UMockdevIoctlBase* handler_ = nullptr;
    UMockdevIoctlData* resolved_ = nullptr;
    std::string node_;
    int file_ = -1;

    std::mutex mutex_;  // ioctls are answered on a thread of umockdev
    std::uint32_t format_ = 0;
    bool streaming_ = false;
    bool gone_ = false;
    unsigned dropped_ = 0;
    unsigned long refused_request_ = 0;
    int refused_error_ = 0;
    std::uint32_t count_ = 0;
    std::deque<std::uint32_t> given_;
    std::deque<v4l2_buffer> ready_;
};

}  // namespace kopilka::drivers
