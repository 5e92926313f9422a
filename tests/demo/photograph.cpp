#include "tests/demo/photograph.h"

#include "tests/support/split_mix.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

namespace kopilka {
namespace {

constexpr std::uint32_t kWidth = 960;
constexpr std::uint32_t kHeight = 720;
constexpr double kFocal = 1100;  // pixels: some 47 degrees across

class Dice {
public:
    explicit Dice(std::uint64_t seed) : numbers_(seed) {}
    std::uint64_t next() { return numbers_.next(); }
    int between(int least, int most) {
        return least + static_cast<int>(next() % static_cast<std::uint64_t>(most - least + 1));
    }

private:
    SplitMix numbers_;
};

struct Vector {
    double x = 0, y = 0, z = 0;
};
double dot(const Vector& a, const Vector& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
Vector cross(const Vector& a, const Vector& b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

Vector rotated(Vector v, const Shot& shot) {
    const auto radians = [](double degrees) { return degrees * std::numbers::pi / 180; };
    const auto turn = [](double& a, double& b, double angle) {
        const double c = std::cos(angle);
        const double s = std::sin(angle);
        const double before = a;
        a = c * before - s * b;
        b = s * before + c * b;
    };
    turn(v.x, v.y, radians(shot.roll));
    turn(v.x, v.z, radians(shot.yaw));
    turn(v.y, v.z, radians(shot.pitch));
    return v;
}

// The subject as a plane in space before a pinhole camera: from a pixel of the photograph to the
// place on the subject that is seen there, in the subject's pixels from its middle.
class Plane {
public:
    Plane(const Frame& subject, const Shot& shot)
        : right_(rotated({1, 0, 0}, shot)), down_(rotated({0, 1, 0}, shot)) {
        const double longer = std::max(subject.width, subject.height);
        const double distance = kFocal * longer / (shot.size * kWidth);
        middle_ = {shot.shift_x * kWidth * distance / kFocal,
                   shot.shift_y * kWidth * distance / kFocal, distance};
        normal_ = cross(right_, down_);
    }
    struct Place {
        double x, y;
    };
    std::optional<Place> seen_at(double x, double y) const {
        const Vector ray{x - kWidth / 2.0, y - kHeight / 2.0, kFocal};
        const double facing = dot(normal_, ray);
        if (std::abs(facing) < 1e-9) return std::nullopt;
        const double t = dot(normal_, middle_) / facing;
        const Vector from_middle{t * ray.x - middle_.x, t * ray.y - middle_.y,
                                 t * ray.z - middle_.z};
        return Place{dot(from_middle, right_), dot(from_middle, down_)};
    }

private:
    Vector right_, down_, normal_, middle_;
};

// A table top: soft stripes of grain, lighter and darker boards.
int table_grey(std::uint32_t x, std::uint32_t y) {
    const int board = static_cast<int>(y / 180 % 2) * 14;
    const int grain = static_cast<int>(9 * std::sin(y * 0.21 + 3 * std::sin(x * 0.004)));
    return 118 + board + grain;
}

std::optional<int> subject_grey(const Frame& subject, Plane::Place place) {
    const double x = place.x + subject.width / 2.0 - 0.5;
    const double y = place.y + subject.height / 2.0 - 0.5;
    if (x < 0 || y < 0 || x >= subject.width - 1 || y >= subject.height - 1) return std::nullopt;
    const auto left = static_cast<std::uint32_t>(x);
    const auto top = static_cast<std::uint32_t>(y);
    const double fx = x - left;
    const double fy = y - top;
    const double upper = subject.at(left, top) * (1 - fx) + subject.at(left + 1, top) * fx;
    const double lower = subject.at(left, top + 1) * (1 - fx) + subject.at(left + 1, top + 1) * fx;
    return static_cast<int>(upper * (1 - fy) + lower * fy);
}

Frame exposed(const Frame& subject, const Plane& plane) {
    Frame picture{kWidth, kHeight, std::vector<std::uint8_t>(std::size_t{kWidth} * kHeight)};
    constexpr std::array kWithin{0.25, 0.75};  // four samples a pixel
    for (std::uint32_t y = 0; y < kHeight; ++y)
        for (std::uint32_t x = 0; x < kWidth; ++x) {
            int sum = 0;
            for (const double dy : kWithin)
                for (const double dx : kWithin) {
                    const auto place = plane.seen_at(x + dx, y + dy);
                    const auto grey = place ? subject_grey(subject, *place) : std::nullopt;
                    sum += grey.value_or(table_grey(x, y));
                }
            picture.grey[std::size_t{y} * kWidth + x] = static_cast<std::uint8_t>(sum / 4);
        }
    return picture;
}

Frame softened(const Frame& sharp) {
    Frame soft = sharp;
    for (std::uint32_t y = 1; y + 1 < sharp.height; ++y)
        for (std::uint32_t x = 1; x + 1 < sharp.width; ++x) {
            int sum = 0;
            for (std::uint32_t v = y - 1; v <= y + 1; ++v)
                for (std::uint32_t u = x - 1; u <= x + 1; ++u) sum += sharp.at(u, v);
            soft.grey[std::size_t{y} * sharp.width + x] = static_cast<std::uint8_t>(sum / 9);
        }
    return soft;
}

// Light falls off from the upper left to the lower right, down to `darkest` per cent.
int lit(int grey, std::uint32_t x, std::uint32_t y, int darkest) {
    const int way = static_cast<int>((x * 1000 / kWidth + y * 1000 / kHeight) / 2);
    return grey * (100 * 1000 - (100 - darkest) * way) / (100 * 1000);
}

struct Block {
    std::uint32_t left, top, side;
};

template <typename Change>
void each_pixel(Frame& picture, const Block& block, Change change) {
    for (std::uint32_t y = block.top; y < block.top + block.side; ++y)
        for (std::uint32_t x = block.left; x < block.left + block.side; ++x)
            change(picture.grey[std::size_t{y} * picture.width + x]);
}

// What heavy compression leaves of a small block: coarse greys where there is an edge, one grey
// where there is none.
void compress_block(Frame& picture, const Block& block) {
    constexpr int kStep = 12;
    constexpr int kEdge = 40;
    int least = 255;
    int most = 0;
    int sum = 0;
    each_pixel(picture, block, [&](std::uint8_t grey) {
        least = std::min<int>(least, grey);
        most = std::max<int>(most, grey);
        sum += grey;
    });
    const int pixels = static_cast<int>(block.side * block.side);
    if (most - least > kEdge)
        each_pixel(picture, block, [](std::uint8_t& grey) {
            grey = static_cast<std::uint8_t>(std::min(255, (grey + kStep / 2) / kStep * kStep));
        });
    else
        each_pixel(picture, block, [mean = sum / pixels](std::uint8_t& grey) {
            grey = static_cast<std::uint8_t>(mean);
        });
}

void compress(Frame& picture) {
    constexpr std::uint32_t kSide = 4;
    for (std::uint32_t y = 0; y < kHeight; y += kSide)
        for (std::uint32_t x = 0; x < kWidth; x += kSide) compress_block(picture, {x, y, kSide});
}

}  // namespace

Frame photograph(const Frame& subject, const Shot& shot) {
    Frame picture = exposed(subject, Plane(subject, shot));
    for (int pass = 0; pass < shot.blur; ++pass) picture = softened(picture);
    Dice dice(shot.seed);
    for (std::uint32_t y = 0; y < kHeight; ++y)
        for (std::uint32_t x = 0; x < kWidth; ++x) {
            std::uint8_t& grey = picture.grey[std::size_t{y} * kWidth + x];
            const int noise = dice.between(-shot.noise, shot.noise);
            grey = static_cast<std::uint8_t>(
                std::clamp(lit(grey, x, y, shot.darkest) + noise, 0, 255));
        }
    compress(picture);
    return picture;
}

}  // namespace kopilka
