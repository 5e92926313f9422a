#include "pos/till/stage.h"

namespace kopilka {
namespace {

template <typename Sale>
auto* receipt_in(Sale& sale) {
    using Receipt = decltype(&std::get<stage::Ringing>(sale).receipt);
    if (auto* s = std::get_if<stage::Ringing>(&sale)) return &s->receipt;
    if (auto* s = std::get_if<stage::Paying>(&sale)) return &s->receipt;
    if (auto* s = std::get_if<stage::Asking>(&sale)) return s->receipt ? &*s->receipt : Receipt();
    if (auto* s = std::get_if<stage::CardPending>(&sale))
        return std::get_if<stage::OpenReceipt>(&s->of);
    if (auto* s = std::get_if<stage::Committing>(&sale)) {
        auto* commit = std::get_if<stage::CommitSale>(&s->what);
        return commit ? &commit->receipt : Receipt();
    }
    return Receipt();
}

}  // namespace

stage::OpenReceipt* open_receipt(SaleStage& sale) { return receipt_in(sale); }
const stage::OpenReceipt* open_receipt(const SaleStage& sale) { return receipt_in(sale); }

const stage::Finished* finished(const SaleStage& sale) {
    if (const auto* printing = std::get_if<stage::Printing>(&sale)) return &printing->done;
    if (const auto* done = std::get_if<stage::Done>(&sale)) return &done->done;
    return nullptr;
}

}  // namespace kopilka
