! The loop over all pairs in Fortran; Python calls it by ctypes.
module nearest
  use, intrinsic :: iso_c_binding, only: c_double, c_size_t
  implicit none

contains

  pure real(c_double) function nearest_squared(point, references)
    real(c_double), intent(in) :: point(2), references(:, :)
    real(c_double) :: dx, dy, squared
    integer :: j
    nearest_squared = huge(nearest_squared)
    do j = 1, size(references, 2)
      dx = references(1, j) - point(1)
      dy = references(2, j) - point(2)
      squared = dx * dx + dy * dy
      if (squared < nearest_squared) nearest_squared = squared
    end do
  end function nearest_squared

  subroutine nearest_distances(points, points_count, references, references_count, distances) &
      bind(c, name="nearest_distances")
    integer(c_size_t), value :: points_count, references_count
    real(c_double), intent(in) :: points(2, points_count), references(2, references_count)
    real(c_double), intent(out) :: distances(points_count)
    integer(c_size_t) :: i
    do i = 1, points_count
      distances(i) = sqrt(nearest_squared(points(:, i), references))
    end do
  end subroutine nearest_distances

end module nearest
