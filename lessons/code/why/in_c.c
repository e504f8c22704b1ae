/* C: a library that knows nothing about Python; ctypes and cffi call it. */
#include <stddef.h>

void smooth(double *readings, size_t count, double weight) {
    for (size_t i = 1; i < count; i++) {
        readings[i] = weight * readings[i] + (1.0 - weight) * readings[i - 1];
    }
}

double half(double x) { return 0.5 * x; }
