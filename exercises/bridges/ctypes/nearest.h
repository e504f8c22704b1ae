/* Distances from points to the nearest of some references, in the plane.
 *
 * An array of n points is 2 * n doubles side by side: x, y, x, y, and so on.
 * The library can't see how long an array is. It reads as many points as it is told.
 */

#include <stddef.h>

/* Return the distance from each of n points to the nearest of m references.
 *
 * The result is an array of n doubles. It belongs to the library: read it, and then pass it to
 * `free_distances`, and to nothing else.
 *
 * Returns NULL, and allocates nothing, if a pointer is null or not aligned, if m is 0, or if a
 * coordinate is NaN or infinite.
 */
double *nearest_distances(const double *points, size_t n, const double *references, size_t m);

/* Overwrite the n distances of one result with NaN, and free their memory.
 *
 * NULL is ignored, and so is a pointer that isn't a result of n doubles. A real library can't
 * tell such a pointer from a right one, and the program goes on with damaged memory, or crashes.
 */
void free_distances(double *distances, size_t n);

/* How many doubles the library has returned and not freed. */
size_t distances_in_use(void);
