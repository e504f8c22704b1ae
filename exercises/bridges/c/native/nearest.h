/* nearest.h - nearest neighbors in the plane

   For each of n points, the distance to the nearest of m references.

   points      2 * n doubles: x, y, x, y, ...
   references  2 * m doubles, in the same order; m is at least 1
   distances   room for n doubles, which the function fills in

   Nothing is checked. The caller owns all three arrays: the function keeps
   no pointer to them, and frees nothing. */

#ifndef NEAREST_H
#define NEAREST_H

void nearest(const double *points, int n, const double *references, int m,
             double *distances);

#endif
