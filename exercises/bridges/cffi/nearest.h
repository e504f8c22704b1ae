/* The nearest distances for C: what src/export.rs exports. */

#ifndef NEAREST_H
#define NEAREST_H

#include <stddef.h>
#include <stdint.h>

#define NEAREST_OK 0
#define NEAREST_NULL_POINTER 1
#define NEAREST_BAD_LENGTH 2
#define NEAREST_NOT_FINITE 3
#define NEAREST_PANICKED 4

/* Write the distance from each point to the nearest reference, and return a status.

   The points and the references are coordinates: x, y, x, y, and so on.
   Each length counts doubles, also if it is 0, and a null pointer is always an error.
   `distances` has room for one double per point, and changes only if the status is OK.
   Each pointer is aligned for a double, and `distances` overlaps no other array. */
int32_t nearest_distances(const double *points, size_t points_len,
                          const double *references, size_t references_len,
                          double *distances, size_t distances_len);

#endif
