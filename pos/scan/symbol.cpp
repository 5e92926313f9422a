#include "pos/scan/symbol.h"

#include "pos/core/check.h"

namespace kopilka {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (c == '\\')
            out += "\\\\";
        else
            out += c;
    }
    return out;
}

}  // namespace

std::string_view name(Symbology symbology) {
    switch (symbology) {
        case Symbology::Qr: return "qr";
        case Symbology::Code128: return "code128";
        case Symbology::Ean13: return "ean13";
        case Symbology::Ean8: return "ean8";
        case Symbology::UpcA: return "upca";
        case Symbology::UpcE: return "upce";
        case Symbology::Pdf417: return "pdf417";
        case Symbology::Aztec: return "aztec";
        case Symbology::DataMatrix: return "datamatrix";
    }
    unreachable("a symbology without a name");
}

bool is_linear(Symbology symbology) {
    switch (symbology) {
        case Symbology::Code128:
        case Symbology::Ean13:
        case Symbology::Ean8:
        case Symbology::UpcA:
        case Symbology::UpcE: return true;
        case Symbology::Qr:
        case Symbology::Pdf417:
        case Symbology::Aztec:
        case Symbology::DataMatrix: return false;
    }
    unreachable("a symbology of no kind");
}

std::string decode_line(std::string_view path, const std::optional<Symbol>& symbol) {
    std::string line(path);
    line += '\t';
    line += symbol ? name(symbol->symbology) : "-";
    line += '\t';
    if (symbol) line += escaped(symbol->text);
    return line;
}

}  // namespace kopilka
