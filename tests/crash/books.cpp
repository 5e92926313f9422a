#include "tests/crash/books.h"

#include "pos/store/journal_queries.h"

#include <fstream>
#include <regex>

namespace kopilka {
namespace {

namespace fs = std::filesystem;

Books broken(std::string why) {
    Books books;
    books.wrong = std::move(why);
    return books;
}

}  // namespace

Books read_books(const fs::path& data) {
    Books books;
    const auto journal = Journal::open_to_read(data);
    if (!journal) return broken(journal.error().detail);
    const auto report = verify(*journal);
    if (!report || report->bad) return broken("the chain is broken");
    books.records = report->records;
    if (journal->watermark()) books.acknowledged = journal->watermark()->sequence.value;
    const auto walked = walk(*journal, Direction::Forward, [&](const RecordHead&, ByteView bytes) {
        const Hash256 hash = blake2b(bytes);
        books.hashes.emplace(hash.value.begin(), hash.value.end());
        const auto record = decode_record(bytes);
        if (!record) return true;
        if (const auto* sale = std::get_if<Sale>(&record->entry)) {
            books.numbers.push_back(sale->number.value);
            books.without_paper.insert(record->id);
            for (const LedgerEntry& entry : sale->ledger) books.points += entry.amount.count();
        }
        if (const auto* print = std::get_if<PrintAsked>(&record->entry))
            books.without_paper.erase(print->of);
        return true;
    });
    if (!walked) books.wrong = walked.error().detail;
    return books;
}

std::map<std::uint64_t, std::int64_t> points_on_paper(const fs::path& prints) {
    static const std::regex kNumber("Чек № ?([0-9]+)");
    static const std::regex kEarned("Начислено +([0-9]+)\n");
    std::map<std::uint64_t, std::int64_t> promised;
    if (!fs::exists(prints)) return promised;
    for (const auto& entry : fs::directory_iterator(prints)) {
        if (entry.path().extension() != ".txt") continue;
        std::ifstream file(entry.path());
        std::string text{std::istreambuf_iterator<char>(file), {}};
        for (std::size_t at; (at = text.find("\u00a0")) != std::string::npos;)
            text.replace(at, 2, " ");
        std::smatch number, earned;
        if (!std::regex_search(text, number, kNumber)) continue;
        const bool earns = std::regex_search(text, earned, kEarned);
        promised.emplace(std::stoull(number[1]), earns ? 100 * std::stoll(earned[1]) : 0);
    }
    return promised;
}

}  // namespace kopilka
