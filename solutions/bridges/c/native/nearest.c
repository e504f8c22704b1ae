/* nearest.c - nearest neighbors in the plane; see nearest.h */

#include <math.h>

#include "nearest.h"

static double squared_distance(const double *point, const double *reference)
{
    double dx = reference[0] - point[0];
    double dy = reference[1] - point[1];

    return dx * dx + dy * dy;
}

void nearest(const double *points, int n, const double *references, int m,
             double *distances)
{
    int i, j;

    for (i = 0; i < n; i++) {
        const double *reference = references;
        double smallest = squared_distance(points, reference);

        for (j = 1; j < m; j++) {
            double squared;

            reference += 2;
            squared = squared_distance(points, reference);
            if (squared < smallest)
                smallest = squared;
        }
        distances[i] = sqrt(smallest);
        points += 2;
    }
}
