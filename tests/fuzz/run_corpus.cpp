// Runs a fuzzer's entry on the files of the folders named, whole, cut short and with single bytes
// changed: what the test suite does with every compiler. Searching for more is libFuzzer's work.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& text) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

void run_and_damage(const std::string& text) {
    run(text);
    const std::size_t step = std::max<std::size_t>(1, text.size() / 40);
    for (std::size_t at = 0; at < text.size(); at += step) {
        run(text.substr(0, at));
        for (const char byte : {'\0', '"', '[', '9', '-', '\xff'}) {
            std::string changed = text;
            changed[at] = byte;
            run(changed);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    int files = 0;
    for (int i = 1; i < argc; ++i)
        for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
            std::ifstream file(entry.path(), std::ios::binary);
            run_and_damage({std::istreambuf_iterator<char>(file), {}});
            ++files;
        }
    std::cout << files << " files\n";
    return files > 0 ? 0 : 1;
}
