/* The C functions of this crate. cffi reads this file too, so no line starts with #:
   include stddef.h and stdint.h before it. All lengths count doubles. */
double half(double x);
int32_t nearest_distances(const double *points, size_t points_len,
                          const double *references, size_t references_len,
                          double *distances, size_t distances_len);
