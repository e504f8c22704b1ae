/* Distances from points to the nearest of some references, in the plane.
 *
 * An array of n points is 2 * n doubles without gaps: x, y, x, y, and so on.
 * The library can't see how long an array is. It reads as many points as you tell it.
 */

#include <stddef.h>

/* Return the distance from each of n points to the nearest of m references.
 *
 * n and m are numbers of points, not of doubles or bytes.
 *
 * The result is an array of n doubles, in memory that the library has allocated. When you have
 * read it, pass it to `free_distances`. No other function can free it.
 *
 * If m is 0, if a coordinate is NaN or infinite, or if a pointer is null or not aligned for a
 * double, the function returns NULL, and there is nothing to free.
 */
double *nearest_distances(const double *points, size_t n, const double *references, size_t m);

/* Free a result of n doubles.
 *
 * The function overwrites them with NaN first: if you read them later, most of them are NaN.
 *
 * It ignores NULL, and every pointer that isn't a result of n doubles. Most libraries
 * don't check this: after a wrong pointer, the program goes on with damaged memory, or crashes.
 */
void free_distances(double *distances, size_t n);

/* Return the number of doubles in all results that are not freed yet. */
size_t distances_in_use(void);
