// Which kind of camera a setting means. The one function that the till needs of this folder.
#pragma once
#include "drivers/device.h"

#include <memory>
#include <string>

namespace kopilka::drivers {

// `where`: empty, the first camera of the machine by its stable name; a path below /dev, that
// device; a picture or a folder of pictures, those, again and again.
// Errc::NotFound when there is none; a device below /dev may come later.
Result<std::unique_ptr<Camera>> open_camera(const std::string& where);

}  // namespace kopilka::drivers
