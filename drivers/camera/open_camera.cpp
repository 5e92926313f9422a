#include "drivers/camera/open_camera.h"

#include "drivers/camera/image_camera.h"
#include "drivers/camera/v4l2_camera.h"

namespace kopilka::drivers {

Result<std::unique_ptr<Camera>> open_camera(const std::string& where) {
    std::string device = where;
    if (device.empty()) {
        const auto found = V4l2Camera::found();
        if (found.empty())
            return fail(Errc::NotFound,
                        "no camera in /dev/v4l/by-id: plug one in, or name a "
                        "picture or a folder of pictures");
        device = found.front();
    }
    if (device.starts_with("/dev/")) return std::make_unique<V4l2Camera>(device);
    auto images = ImageCamera::open(device, AtEnd::StartOver);
    if (!images) return tl::unexpected(images.error());
    return std::move(*images);
}

}  // namespace kopilka::drivers
