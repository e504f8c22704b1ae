/* Two loops over pairs of points in C: the nearest distance, and a sum of 1 / distance. */
#include <math.h>
#include <stdio.h>
#include <time.h>

#define N 10000
#define ROUNDS 7

typedef struct {
    double x, y;
} Point;

static Point points[N], others[N];

static double nearest(Point p) {
    double best = INFINITY;
    for (int i = 0; i < N; i++) {
        double dx = others[i].x - p.x, dy = others[i].y - p.y;
        double d2 = dx * dx + dy * dy;
        if (d2 < best) {
            best = d2;
        }
    }
    return sqrt(best);
}

static double potential(Point p) {
    double sum = 0.0;
    for (int i = 0; i < N; i++) {
        double dx = others[i].x - p.x, dy = others[i].y - p.y;
        sum += 1.0 / sqrt(dx * dx + dy * dy + 1e-6);
    }
    return sum;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

#define MEASURE(loop)                                          \
    do {                                                       \
        double fastest = INFINITY, total = 0.0;                \
        for (int round = 0; round < ROUNDS; round++) {         \
            double start = seconds();                          \
            total = 0.0;                                       \
            for (int i = 0; i < N; i++) {                      \
                total += loop(points[i]);                      \
            }                                                  \
            fastest = fmin(fastest, seconds() - start);        \
        }                                                      \
        printf("%.9f %.6f\n", fastest, total);                 \
    } while (0)

static double fraction(double x) { return x - floor(x); }

int main(void) {
    for (int i = 0; i < N; i++) {
        points[i] = (Point){fraction(i * 0.754877), fraction(i * 0.569840)};
        others[i] = (Point){fraction(i * 0.819173), fraction(i * 0.671044)};
    }
    MEASURE(nearest);
    MEASURE(potential);
    return 0;
}
