#include "pos/till/step.h"
