// The program `central` as an administrator meets it.
#include "tests/support/on_each_store.h"
#include "tests/support/shell.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka::sync {
namespace {

using testing::HasSubstr;

class Central : public OnEachStore {
protected:
    ProcessSaid central(const std::string& words) { return run(program() + " " + words); }
    std::string program() const {
        const std::string database = place.database.empty() ? "" : " --database " + place.database;
        return BINARY_DIR "/bin/central --data " + place.data + database;
    }
    const std::string demo = SOURCE_DIR "/assets/demo/";
};

TEST_P(Central, SaysHowItIsUsed) {
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

TEST_P(Central, GivesAPhoneAMembersCardAndClosesALostOne) {
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

TEST_P(Central, WorksBesideARunningServerAndStopsWhenAsked) {
    const ProcessSaid said =
        run("D=" + folder.path().string() +
            "\n"
            "C=\"" +
            program() +
            "\"\n"
            "$C serve --listen 127.0.0.1:0 --port-file $D/port 2>/dev/null & SERVER=$!\n"
            "for i in $(seq 100); do [ -s $D/port ] && break; sleep 0.1; done\n"
            "$C import catalogue " +
            demo +
            "catalogue.json || echo WRONG\n"
            "$C import members " +
            demo +
            "members.json || echo WRONG\n"
            "$C publish " +
            demo +
            "publication.toml || echo WRONG\n"
            "$C enrol-code --store nevsky --till nevsky-1 || echo WRONG\n"
            "$C serve --listen 127.0.0.1:0 && echo WRONG\n"
            "$C reconcile --json || echo WRONG\n"
            "kill -TERM $SERVER; wait $SERVER && echo STOPPED\n");
    EXPECT_THAT(said.words, HasSubstr("central listens on 127.0.0.1:"));
    EXPECT_THAT(said.words, HasSubstr("a server is running on"));
    EXPECT_THAT(said.words, HasSubstr("\"agrees\": true"));
    EXPECT_THAT(said.words, HasSubstr("STOPPED"));
    EXPECT_THAT(said.words, testing::Not(HasSubstr("WRONG")));
}

TEST_P(Central, ClosesTheBooksAndKeepsWhoDidIt) {
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

INSTANTIATE_TEST_SUITE_P(Stores, Central, kPlainStores, name_of_store);

}  // namespace
}  // namespace kopilka::sync
