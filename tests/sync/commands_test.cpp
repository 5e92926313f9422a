// The program `central` as an administrator meets it.
#include "tests/support/central.h"
#include "tests/support/on_each_store.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::HasSubstr;

class Commands : public OnEachStore {
protected:
    ProcessSaid central(const std::string& words) const { return central_of(place).run(words); }
    const std::string demo = SOURCE_DIR "/assets/demo/";
};

TEST_P(Commands, SayHowTheyAreUsed) {
    EXPECT_EQ(central("--help").code, 0);
    EXPECT_EQ(central("").code, 2);
    EXPECT_EQ(central("bogus").code, 2);
    EXPECT_EQ(central("import catalogue").code, 2);
    EXPECT_EQ(central("import catalogue /no/such").code, 2);
    EXPECT_EQ(central("enrol-code --store s --till " + std::string(40, 'x')).code, 2);
    EXPECT_EQ(central("resolve 12345678 burn --by a --why b").code, 2);
    EXPECT_EQ(central("revoke --till nobody --why lost").code, 2);
    EXPECT_EQ(central("resolve 12345678 accept --by a --why b").code, 1);
    EXPECT_EQ(central("serve --listen nowhere").code, 2);
    EXPECT_EQ(central("serve --database mysql://x").code, 2);
    const ProcessSaid unreachable = central("serve --database postgresql://127.0.0.1:1/x");
    EXPECT_EQ(unreachable.code, 1);
    EXPECT_THAT(unreachable.words, HasSubstr("is PostgreSQL running"));
    EXPECT_THAT(central("status --help").words, HasSubstr("beside a running server"));
}

TEST_P(Commands, GiveAPhoneAMembersCardAndCloseALostOne) {
    const std::string anna = "d0000000000000000000000000000001";
    const std::string phone(64, '7');
    EXPECT_EQ(central("import members " + demo + "members.json").code, 0);
    EXPECT_EQ(central("card certify --member " + std::string(32, '9') + " --device " + phone).code,
              2);
    EXPECT_EQ(central("card certify --member anna --device " + phone).code, 2);
    EXPECT_EQ(central("card certify --member " + anna + " --device 77").code, 2);
    EXPECT_EQ(central("card revoke --device " + phone).code, 2) << "it has none";
    const ProcessSaid given = central("card certify --member " + anna + " --device " + phone);
    EXPECT_EQ(given.code, 0);
    EXPECT_THAT(given.words, HasSubstr(anna)) << "the certificate names member and phone";
    EXPECT_THAT(given.words, HasSubstr(phone));
    EXPECT_THAT(central("card list").words, HasSubstr("given"));
    EXPECT_EQ(central("card revoke --device " + phone).code, 0);
    EXPECT_THAT(central("card list").words, HasSubstr("revoked"));
    EXPECT_THAT(central("card change-key").words, HasSubstr("2 keys are believed"));
    EXPECT_THAT(central("card change-key --drop-older").words, HasSubstr("1 keys are believed"));
}

TEST_P(Commands, WorkBesideARunningServerThatStopsWhenAsked) {
    Central server({(folder / "office").string(), place.database});
    server.start();
    EXPECT_THAT(server.log(), HasSubstr("central listens on 127.0.0.1:"));
    server.program().must("import catalogue " + demo + "catalogue.json");
    server.program().must("import members " + demo + "members.json");
    server.program().must("publish " + demo + "publication.toml");
    server.program().must("enrol-code --store nevsky --till nevsky-1");
    const ProcessSaid second = server.program().run("serve --listen 127.0.0.1:0");
    EXPECT_NE(second.code, 0);
    EXPECT_THAT(second.words, HasSubstr("a server is running on"));
    EXPECT_THAT(server.program().must("reconcile --json"), HasSubstr("\"agrees\": true"));
    EXPECT_EQ(server.stop(), 0);
}

TEST_P(Commands, CloseTheBooksAndKeepWhoDidIt) {
    EXPECT_EQ(central("close --through yesterday --by elena --why May").code, 2);
    EXPECT_EQ(central("close --through 2026-05-31 --by elena --why May").code, 0);
    EXPECT_EQ(central("close --through 2026-05-31 --by elena --why again").code, 2);
    EXPECT_THAT(central("decisions list").words, HasSubstr("books 2026-05-31\tclose\telena\tMay"));
    EXPECT_THAT(central("decisions list --json").words, HasSubstr("\"by\": \"elena\""));
    EXPECT_THAT(central("decisions verify").words, HasSubstr("1 decisions, chain intact, head "));
    EXPECT_EQ(central("resolve --case 12345678 --decision accept --by a --why b").code, 1);
    EXPECT_EQ(central("resolve --case 12345678 --decision burn --by a --why b").code, 2);
    EXPECT_EQ(central("reconcile --outbox /no/such").code, 2);
    const std::string table = (folder / "sums.csv").string();
    EXPECT_EQ(central("reconcile --csv " + table).code, 0);
    EXPECT_THAT(run("cat " + table).words, HasSubstr("till,day,sold receipts"));
    EXPECT_THAT(central("export sums -").words, HasSubstr("difference money"));
    EXPECT_THAT(central("export cases -").words, HasSubstr("case,kind,till,day"));
    // Whoever takes a decision away is found out.
    std::filesystem::remove(folder / "decision.key");
    const ProcessSaid other = central("decisions verify");
    EXPECT_EQ(other.code, 1);
    EXPECT_THAT(other.words, HasSubstr("decision 1 is not signed by this server's key"));
    EXPECT_EQ(central("reconcile").code, 1);
}

INSTANTIATE_TEST_SUITE_P(Stores, Commands, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
