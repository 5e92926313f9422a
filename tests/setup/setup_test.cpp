// The set-up of tests/run and pos/start with pretended dpkg, apt-get, sudo and id: what it would do
// on machines that we are not.
#include "tests/support/shell.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kopilka {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// A machine with few commands, of which dpkg-query, apt-get and id are played.
class Machine {
public:
    Machine() {
        for (const char* tool :
             {"awk", "cat", "env", "grep", "install", "mktemp", "rm", "sed", "tail"})
            fs::create_symlink(fs::path("/usr/bin") / tool, bin_ / tool);
        play("apt-get", "echo \"apt-get $*\" >>\"$CALLS\"");
        play("id", "echo 0");
        installed("g++ cmake");
    }
    void installed(const std::string& packages) {
        play("dpkg-query", "for p in " + packages + "; do echo \"installed $p\"; done");
    }
    void play(const std::string& command, const std::string& script) {
        std::ofstream(bin_ / command) << "#!/bin/bash\n" << script << '\n';
        fs::permissions(bin_ / command, fs::perms::owner_all);
    }
    // install_missing in a folder whose tests/packages asks for g++, cmake and ninja-build.
    ProcessSaid install() {
        fs::create_directory(work_ / "tests");
        std::ofstream(work_ / "tests/packages") << "# about\n[build]  # compiles\ng++\ncmake  # "
                                                   "3.25\n\n[tests]\nninja-build\n[run]\nfont\n";
        return run("cd " + work_.path().string() + " && CALLS=" + calls().string() +
                   " KOPILKA_POLICY=" + policy().string() + " PATH=" + bin_.path().string() +
                   " /bin/bash -c '. " SOURCE_DIR "/tests/setup.sh; install_missing build tests'");
    }
    std::string apt_calls() const {
        std::ifstream in(calls());
        return {std::istreambuf_iterator<char>(in), {}};
    }

    fs::path policy() const { return work_ / "policy-rc.d"; }  // whether services start

private:
    fs::path calls() const { return work_ / "calls"; }
    TemporaryFolder bin_, work_;
};

TEST(Setup, DoesNothingWhenNothingIsMissing) {
    Machine machine;
    machine.installed("g++ cmake ninja-build");
    const ProcessSaid said = machine.install();
    EXPECT_EQ(said.code, 0);
    EXPECT_EQ(said.words, "");
    EXPECT_EQ(machine.apt_calls(), "");
}

TEST(Setup, InstallsOnlyWhatIsMissing) {
    Machine machine;
    EXPECT_EQ(machine.install().code, 0);
    EXPECT_THAT(machine.apt_calls(),
                AllOf(HasSubstr(" update"), HasSubstr("--no-install-recommends ninja-build\n"),
                      Not(HasSubstr("cmake")), Not(HasSubstr("font"))));
}

TEST(Setup, ReadsTheSectionsItIsAskedForAndNoComments) {
    Machine machine;
    machine.installed("make");
    EXPECT_EQ(machine.install().code, 0);
    EXPECT_THAT(machine.apt_calls(), HasSubstr("recommends g++ cmake ninja-build\n"));
}

TEST(Setup, GoesThroughSudoWhenItIsNotRoot) {
    Machine machine;
    machine.play("id", "echo 1000");
    machine.play("sudo", "echo \"sudo $1\" >>\"$CALLS\"; shift; \"$@\"");
    EXPECT_EQ(machine.install().code, 0);
    EXPECT_THAT(machine.apt_calls(), AllOf(HasSubstr("sudo -n"), HasSubstr("ninja-build")))
        << "without a person there is nobody to type a password";
}

TEST(Setup, SaysWhatToTypeWhereItMayNotInstall) {
    Machine machine;
    machine.play("id", "echo 1000");
    const ProcessSaid said = machine.install();
    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.words,
                AllOf(HasSubstr("not root, and there is no sudo"),
                      HasSubstr("apt-get install --no-install-recommends ninja-build")));
    EXPECT_EQ(machine.apt_calls(), "");
}

// apt-get as far as services are concerned: what it is told to do before, what dpkg asks, what it
// is told to do after.
constexpr const char* kAptAsksForServices = R"sh(
for option in "$@"; do
    [[ $option == Dpkg::Pre-Invoke::=* ]] && /bin/sh -c "${option#*::=}"
done
[[ " $* " == *" install -y "* ]] && { "$KOPILKA_POLICY"; echo "services: $?" >>"$CALLS"; }
for option in "$@"; do
    [[ $option == Dpkg::Post-Invoke::=* ]] && /bin/sh -c "${option#*::=}"
done
true)sh";

TEST(Setup, StartsNoServiceOfWhatItInstalls) {
    Machine machine;
    machine.play("apt-get", kAptAsksForServices);
    EXPECT_EQ(machine.install().code, 0);
    EXPECT_EQ(machine.apt_calls(), "services: 101\n");
    EXPECT_FALSE(fs::exists(machine.policy())) << "it was ours";
}

TEST(Setup, LeavesTheMachinesOwnRuleForServicesAsItIs) {
    Machine machine;
    machine.play("apt-get", kAptAsksForServices);
    fs::create_symlink("/bin/true", machine.policy());
    EXPECT_EQ(machine.install().code, 0);
    EXPECT_EQ(machine.apt_calls(), "services: 0\n");
    EXPECT_TRUE(fs::exists(machine.policy()));
}

TEST(Setup, ShowsWhatAptSaidWhenItFails) {
    Machine machine;
    machine.play("apt-get", "echo 'E: no space left on device'; exit 100");
    const ProcessSaid said = machine.install();
    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.words, AllOf(HasSubstr("no space left"), HasSubstr("ninja-build")));
}

TEST(Setup, ExplainsItselfAndRefusesWrongUse) {
    for (const std::string command : {"tests/run", "pos/start"}) {
        const std::string path = SOURCE_DIR "/" + command;
        EXPECT_EQ(run(path + " --help").code, 0) << command;
        const ProcessSaid wrong = run(path + " --no-such-option");
        EXPECT_EQ(wrong.code, 2) << command;
        EXPECT_THAT(wrong.words, HasSubstr("--no-such-option")) << command;
    }
}

TEST(Setup, GivesATestADisplayOfItsOwn) {
    const std::string with_display = SOURCE_DIR "/tests/with_display -s 1024x768 ";
    EXPECT_EQ(run(with_display + "xdotool getdisplaygeometry").words, "1024 768\n");
    EXPECT_EQ(run(with_display + "sh -c 'exit 7'").code, 7);
}

}  // namespace
}  // namespace kopilka
