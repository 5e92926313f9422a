// The program `central`.
#include "pos/files/cores.h"
#include "sync/server/commands.h"

int main(int count, char** words) {
    kopilka::forbid_cores();
    return kopilka::sync::central(count, words);
}
