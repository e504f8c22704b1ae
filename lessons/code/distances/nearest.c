/* The loop over all pairs in C; Python calls it by ctypes. */
#include <math.h>
#include <stddef.h>

typedef struct {
    double x, y;
} Point;

static double nearest_squared(Point point, const Point *references, size_t count) {
    double nearest = INFINITY;
    for (size_t j = 0; j < count; j++) {
        double dx = references[j].x - point.x, dy = references[j].y - point.y;
        double squared = dx * dx + dy * dy;
        if (squared < nearest) {
            nearest = squared;
        }
    }
    return nearest;
}

void nearest_distances(const Point *points, size_t points_count, const Point *references,
                       size_t references_count, double *distances) {
    for (size_t i = 0; i < points_count; i++) {
        distances[i] = sqrt(nearest_squared(points[i], references, references_count));
    }
}
