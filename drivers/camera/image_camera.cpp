#include "drivers/camera/image_camera.h"

#include "drivers/camera/image_file.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <thread>
#include <utility>

namespace kopilka::drivers {
namespace {

namespace fs = std::filesystem;

bool is_picture(const fs::path& path) {
    std::string ending = path.extension().string();
    for (char& c : ending)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    constexpr std::array kEndings{".png", ".jpg", ".jpeg", ".pgm", ".ppm", ".pnm"};
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

}  // namespace

ImageCamera::ImageCamera(std::string path, std::vector<std::string> files, AtEnd at_end)
    : path_(std::move(path)), files_(std::move(files)), at_end_(at_end) {}

Result<std::unique_ptr<ImageCamera>> ImageCamera::open(const std::string& path, AtEnd at_end) {
    std::error_code error;
    std::vector<std::string> files;
    if (fs::is_directory(path, error)) {
        for (const auto& entry : fs::directory_iterator(path, error))
            if (is_picture(entry.path())) files.push_back(entry.path().string());
        std::sort(files.begin(), files.end());
        if (files.empty())
            return fail(Errc::NotFound, path + ": no .png, .jpg or .pnm picture in this folder");
    } else if (fs::exists(path, error)) {
        files.push_back(path);
    } else {
        return fail(Errc::NotFound, path + ": no such file or folder");
    }
    return std::unique_ptr<ImageCamera>(new ImageCamera(path, std::move(files), at_end));
}

Health ImageCamera::health() {
    std::error_code ignored;
    if (fs::exists(path_, ignored)) return {DeviceState::Ready, {"device.ready", {}}};
    return {DeviceState::Off, {"device.images_gone", {path_}}};
}

Result<Frame> ImageCamera::next_frame(int timeout_ms) {
    if (next_ == files_.size() && at_end_ == AtEnd::StartOver) next_ = 0;
    if (next_ < files_.size()) return load_image(files_[next_++]);
    std::this_thread::sleep_for(std::chrono::milliseconds(timeout_ms));
    return fail(Errc::Timeout, path_ + ": no more pictures");
}

}  // namespace kopilka::drivers
