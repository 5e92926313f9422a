// `till decode` on the checked-in photographs.
#include "pos/app/decode_command.h"

#include <sstream>
#include <vector>

#include <gtest/gtest.h>

namespace kopilka::app {
namespace {

const std::string kPhotos = SOURCE_DIR "/assets/demo/photos/";

struct Said {
    int code = 0;
    std::string out;
    std::string errors;
};

Said decode_files(const std::vector<std::string>& paths, DecodeOutput output) {
    std::ostringstream out;
    std::ostringstream errors;
    const int code = decode_command(paths, output, out, errors);
    return {code, out.str(), errors.str()};
}

TEST(DecodeCommand, PrintsALineForEachPicture) {
    const std::string boris = kPhotos + "boris-ean13.png";
    const std::string zoya = kPhotos + "zoya-qr-phone-evening.png";
    const Said said = decode_files({boris, zoya}, DecodeOutput::Lines);
    EXPECT_EQ(said.code, 0);
    EXPECT_EQ(said.out, boris + "\tean13\t2900000000025\n" + zoya + "\tqr\ttel:+79990000007\n");
    EXPECT_EQ(said.errors, "");
}

TEST(DecodeCommand, SaysWhichPictureCouldNotBeLoaded) {
    const std::string missing = kPhotos + "nobody.png";
    const Said said = decode_files({missing}, DecodeOutput::Lines);
    EXPECT_EQ(said.code, 2);
    EXPECT_EQ(said.out, missing + "\t-\t\n");
    EXPECT_NE(said.errors.find(missing), std::string::npos) << said.errors;
}

TEST(DecodeCommand, AnswersInJson) {
    const std::string anna = kPhotos + "anna-qr-token.png";
    const Said said = decode_files({anna, "no\xff.png"}, DecodeOutput::Json);
    EXPECT_EQ(said.code, 2);
    EXPECT_NE(said.out.find(R"("symbology": "qr",)"), std::string::npos) << said.out;
    EXPECT_NE(said.out.find(R"("text": "KT1-D3M0ANNA7Q2X8W5R9T4V6ZKH0Y")"), std::string::npos);
    EXPECT_NE(said.out.find(R"("symbology": null)"), std::string::npos);
}

}  // namespace
}  // namespace kopilka::app
