#include "pos/app/record_details.h"

#include "pos/core/check.h"

namespace kopilka::app {
namespace {

std::string_view name_of(Role role) {
    switch (role) {
        case Role::Cashier: return "cashier";
        case Role::Senior: return "senior";
        case Role::Manager: return "manager";
    }
    unreachable("role");
}

std::string_view name_of(TenderKind kind) {
    switch (kind) {
        case TenderKind::Cash: return "cash";
        case TenderKind::Card: return "card";
        case TenderKind::Sbp: return "sbp";
        case TenderKind::PointsPaid: return "points";
        case TenderKind::Certificate: return "certificate";
        case TenderKind::Cashback: return "cashback";
    }
    unreachable("tender kind");
}

std::string_view name_of(LeaseEnd why) {
    switch (why) {
        case LeaseEnd::NotNeeded: return "not needed";
        case LeaseEnd::Over: return "over";
        case LeaseEnd::AskedBack: return "asked back";
    }
    unreachable("an end of a lease nobody named");
}

std::string_view name_of(CardOutcome outcome) {
    switch (outcome) {
        case CardOutcome::Approved: return "approved";
        case CardOutcome::Declined: return "declined";
        case CardOutcome::Unknown: return "unknown";
        case CardOutcome::Cancelled: return "cancelled";
    }
    unreachable("card outcome");
}

std::string_view name_of(PrintResult result) {
    switch (result) {
        case PrintResult::Printed: return "printed";
        case PrintResult::NotPrinted: return "not printed";
        case PrintResult::Unknown: return "unknown";
    }
    unreachable("print result");
}

std::string tenders_in_words(const std::vector<Tender>& tenders) {
    std::string words;
    for (const Tender& tender : tenders) {
        if (!words.empty()) words += ", ";
        words += std::string(name_of(tender.kind)) + " " + to_string(tender.amount);
    }
    return words;
}

// Reads as a table: what each kind of entry shows of itself.
class Details {
public:
    FlatObject take() { return std::move(object_); }

    void operator()(const JournalOpened& e) {
        put("store", e.store), put("previous_epoch", e.previous_epoch), put("reason", e.reason);
    }
    void operator()(const SignedIn& e) { put("cashier", e.cashier), put("role", name_of(e.role)); }
    void operator()(const SignedOut& e) { put("cashier", e.cashier); }
    void operator()(const SignInRefused& e) {
        put("cashier", e.cashier), put("attempts", e.attempts);
    }
    void operator()(const Approved& e) { put("by", e.by); }
    // Not even encrypted: whoever reads the list has no business with it.
    void operator()(const ProfileFilled& e) {
        put("member", to_string(e.member)), put("consent", e.consent);
    }
    void operator()(const ShiftOpened& e) { put("shift", e.shift), put("float", e.cash_float); }
    void operator()(const CashMoved& e) {
        put("shift", e.shift), put("amount", e.amount), put("reason", e.reason);
    }
    void operator()(const ShiftClosed& e) {
        put("shift", e.totals.shift), put("receipts", e.totals.receipts);
        put("returns", e.totals.returns), put("sold", e.totals.sold);
        put("returned", e.totals.returned), put("expected_cash", e.totals.expected_cash);
        put("counted_cash", e.counted_cash), put("difference", e.difference);
    }
    void operator()(const LineVoided& e) {
        put("line", e.line), put("sku", e.sku), put("quantity", e.quantity);
        put("amount", e.amount), put("approved_by", e.approved_by);
    }
    void operator()(const ReceiptVoided& e) {
        put("lines", e.lines.size()), put("amount", e.amount), put("approved_by", e.approved_by);
    }
    void operator()(const PriceChanged& e) {
        put("line", e.line), put("sku", e.sku), put("before", e.before), put("after", e.after);
        put("approved_by", e.approved_by);
    }
    void operator()(const AgeChecked& e) {
        put("sku", e.sku), put("limit", e.limit), put("old_enough", e.old_enough);
    }
    void operator()(const ReceiptSuspended& e) { put("draft", e.draft), put("amount", e.amount); }
    void operator()(const ReceiptRecalled& e) { put("draft", e.draft), put("from", e.from); }
    void operator()(const CardAsked& e) {
        put("operation", e.operation), put("kind", name_of(e.kind)), put("amount", e.amount);
    }
    void operator()(const CardAnswered& e) {
        put("operation", e.operation), put("outcome", name_of(e.outcome));
        put("reference", e.reference), put("told_by_cashier", e.told_by_cashier);
    }
    void operator()(const PrintAsked& e) { put("of", to_string(e.of)), put("copy", e.copy); }
    void operator()(const PrintAnswered& e) {
        put("of", to_string(e.of)), put("result", name_of(e.result));
        put("told_by_cashier", e.told_by_cashier);
    }
    void operator()(const DrawerOpened& e) { put("reason", e.reason); }
    void operator()(const Sale& e) {
        put("number", e.number), put("shift", e.shift), put("lines", e.basket.lines.size());
        put("total", e.total), put("discount", e.discount_total), put("tax", e.tax_total);
        put("paid", tenders_in_words(e.tenders)), put("change", e.change);
        if (e.member) put("member", to_string(e.member->id));
    }
    void operator()(const Return& e) {
        put("number", e.number), put("shift", e.shift), put("original", to_string(e.original));
        put("units", e.units.size()), put("total", e.total);
        put("paid_back", tenders_in_words(e.paid_back)), put("approved_by", e.approved_by);
        if (e.member) put("member", to_string(*e.member));
    }

    void operator()(const LeaseAsked& e) {
        put("wishes", e.wishes.size()), put("usual", e.usual ? e.usual->size() : 0);
        if (e.wishes.size() == 1)
            put_purse(e.wishes.front().purse), put("most", e.wishes.front().most);
    }
    void operator()(const LeaseGranted& e) {
        Points sum;
        for (const Lease& lease : e.leases) sum += sum_of(lease.slices);
        put("leases", e.leases.size()), put("amount", sum);
        if (e.leases.size() == 1)
            put("lease", to_string(e.leases.front().id)), put_purse(e.leases.front().purse);
    }
    void operator()(const LeaseReturned& e) {
        Points sum;
        for (const LeaseBack& back : e.leases) sum += sum_of(back.left);
        put("leases", e.leases.size()), put("amount", sum), put("why", name_of(e.why));
        if (e.leases.size() == 1)
            put("lease", to_string(e.leases.front().id)), put_purse(e.leases.front().purse);
    }

private:
    void put_purse(const Purse& purse) {
        put("owner", to_string(purse.owner)), put("of", purse.name);
    }
    void put(std::string_view name, std::string_view text) {
        if (!text.empty()) object_.members.emplace_back(name, std::string(text));
    }
    void put(std::string_view name, bool flag) { object_.members.emplace_back(name, flag); }
    void put(std::string_view name, std::uint64_t number) {
        object_.members.emplace_back(name, number);
    }
    void put(std::string_view name, std::uint32_t number) { put(name, std::uint64_t{number}); }
    void put(std::string_view name, std::uint8_t number) { put(name, std::uint64_t{number}); }
    template <typename Tag>
    void put(std::string_view name, Amount<Tag> amount) {
        put(name, std::string_view(to_string(amount)));
    }
    template <typename Tag, typename Rep>
    void put(std::string_view name, const StrongId<Tag, Rep>& id) {
        if constexpr (std::is_same_v<Rep, std::string>) {
            put(name, std::string_view(id.value));
        } else {
            put(name, id.value);
        }
    }

    FlatObject object_;
};

FlatObject line_details(const BasketLine& line) {
    return {{{"line", std::uint64_t{line.id.value}},
             {"sku", line.sku.value},
             {"name", line.name.ru},
             {"quantity", to_string(line.quantity)},
             {"unit_price", to_string(line.unit_price)}}};
}

}  // namespace

FlatObject details(const JournalEntry& entry) {
    Details details;
    std::visit(details, entry);
    return details.take();
}

std::vector<FlatObject> lines_of(const JournalEntry& entry) {
    std::vector<FlatObject> lines;
    if (const auto* sale = std::get_if<Sale>(&entry)) {
        for (const BasketLine& line : sale->basket.lines) {
            lines.push_back(line_details(line));
            if (const std::size_t i = lines.size() - 1; i < sale->lines.size()) {
                lines.back().members.emplace_back("net", to_string(sale->lines[i].net));
            }
        }
    } else if (const auto* voided = std::get_if<ReceiptVoided>(&entry)) {
        for (const BasketLine& line : voided->lines) lines.push_back(line_details(line));
    }
    return lines;
}

std::string in_one_line(const FlatObject& object) {
    std::string line;
    for (const auto& [name, value] : object.members) {
        if (!line.empty()) line += " ";
        line += name + "=";
        if (const auto* text = std::get_if<std::string>(&value)) line += *text;
        if (const auto* number = std::get_if<std::uint64_t>(&value))
            line += std::to_string(*number);
        if (const auto* flag = std::get_if<bool>(&value)) line += *flag ? "yes" : "no";
    }
    return line;
}

}  // namespace kopilka::app
