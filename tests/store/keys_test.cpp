#include "pos/store/keys.h"

#include "pos/store/pin.h"
#include "tests/store/fixture.h"

#include <fstream>

#include <sys/stat.h>

namespace kopilka {
namespace {

using testing::HasSubstr;

TEST(Keys, AreKeptForTheirOwnerAlone) {
    const TemporaryFolder folder;
    const auto keys_folder = folder.path() / "keys";
    const Keys keys = make_keys();
    EXPECT_EQ(load_keys(keys_folder).error().code, Errc::NotFound);
    ASSERT_TRUE(save_keys(keys_folder, keys).has_value());
    EXPECT_EQ(load_keys(keys_folder).value(), keys);
    struct stat state {};
    ::stat((keys_folder / "keys").c_str(), &state);
    EXPECT_EQ(state.st_mode & 0777U, 0600U);
    ::chmod((keys_folder / "keys").c_str(), 0644);
    const auto open = load_keys(keys_folder);
    EXPECT_EQ(open.error().code, Errc::Invalid);
    EXPECT_THAT(open.error().detail, HasSubstr("chmod 600"));
}

TEST(Keys, NoticeDamage) {
    const TemporaryFolder folder;
    ASSERT_TRUE(save_keys(folder.path(), make_keys()).has_value());
    std::fstream file(folder.path() / "keys", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(40);
    file.put('\x55').put('\x54');
    file.close();
    EXPECT_EQ(load_keys(folder.path()).error().code, Errc::Corrupt);
}

TEST(Keys, LieOutsideTheDataFolder) {
    EXPECT_EQ(default_key_folder("/var/lib/till"), "/var/lib/till.keys");
    EXPECT_EQ(default_key_folder("/var/lib/till/"), "/var/lib/till.keys");
}

TEST(Pin, IsRightOnlyWithItsPepper) {
    const Keys keys = make_keys();
    const PinSalt salt{7, 1, 1};
    const Hash256 wrapped = wrap_pin_hash(hash_pin("4711", salt), keys.pepper);
    EXPECT_TRUE(verify_pin(wrapped, salt, "4711", keys.pepper));
    EXPECT_FALSE(verify_pin(wrapped, salt, "4712", keys.pepper));
    EXPECT_FALSE(verify_pin(wrapped, salt, "4711", make_keys().pepper));
}

}  // namespace
}  // namespace kopilka
