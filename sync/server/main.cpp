// The program `central`.
#include "sync/server/commands.h"

int main(int count, char** words) { return kopilka::sync::central(count, words); }
