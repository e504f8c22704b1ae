/* The function of src/export.rs, as C programs declare it. */

#ifndef NEAREST_H
#define NEAREST_H

#include <stddef.h>
#include <stdint.h>

/* The status: what the function returns. */
#define NEAREST_OK 0           /* the distances are written */
#define NEAREST_NULL_POINTER 1 /* a pointer is null */
#define NEAREST_BAD_LENGTH 2   /* a length doesn't fit: see below */
#define NEAREST_NOT_FINITE 3   /* a coordinate is NaN or infinite */
#define NEAREST_PANICKED 4     /* the Rust code panicked */

/* Write the distance from each point to the nearest reference, and return a status.

   `points` and `references` are arrays of coordinates: x, y, x, y, and so on.
   Each length is a number of doubles, so those of `points` and `references` are even.
   There must be at least one reference. There may be no points.
   `distances_len` must be the number of points, which is half of `points_len`.
   The distances are written only if the status is NEAREST_OK.
   A null pointer is an error, even if its length is 0.
   Each pointer must be aligned for a double, and `distances` must not overlap another array. */
int32_t nearest_distances(const double *points, size_t points_len,
                          const double *references, size_t references_len,
                          double *distances, size_t distances_len);

#endif
