! The nearest of some references, for each point in the plane.
!
! `points(n, 2)` and `references(m, 2)` hold one point in each row. Fortran stores an array column
! by column: all x, then all y. Nothing is checked: an array has the size that the caller states.

subroutine nearest(n, points, m, references, distances) bind(c)
  use, intrinsic :: iso_c_binding, only: c_double, c_int
  implicit none
  integer(c_int), value, intent(in) :: n, m
  real(c_double), intent(in) :: points(n, 2), references(m, 2)
  real(c_double), intent(out) :: distances(n)
  integer(c_int) :: i

  do i = 1, n
    distances(i) = sqrt(minval((references(:, 1) - points(i, 1))**2 &
                             + (references(:, 2) - points(i, 2))**2))
  end do
end subroutine nearest

! The row in which the nearest reference stands. Rows count from 1, and the first of equals wins.
subroutine nearest_indices(n, points, m, references, indices) bind(c)
  use, intrinsic :: iso_c_binding, only: c_double, c_int
  implicit none
  integer(c_int), value, intent(in) :: n, m
  real(c_double), intent(in) :: points(n, 2), references(m, 2)
  integer(c_int), intent(out) :: indices(n)
  integer(c_int) :: i

  do i = 1, n
    indices(i) = minloc((references(:, 1) - points(i, 1))**2 &
                      + (references(:, 2) - points(i, 2))**2, dim=1, kind=c_int)
  end do
end subroutine nearest_indices
