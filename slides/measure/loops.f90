! Two loops over pairs of points in Fortran: the nearest distance, and a sum of 1 / distance.
program loops
  use, intrinsic :: iso_fortran_env, only: int64, real64
  implicit none
  integer, parameter :: n = 10000, rounds = 7
  real(real64) :: points(2, n), others(2, n)
  integer :: i

  do i = 1, n
    points(:, i) = fraction_of([(i - 1) * 0.754877_real64, (i - 1) * 0.569840_real64])
    others(:, i) = fraction_of([(i - 1) * 0.819173_real64, (i - 1) * 0.671044_real64])
  end do
  call measure(nearest)
  call measure(potential)

contains

  elemental real(real64) function fraction_of(x)
    real(real64), intent(in) :: x
    fraction_of = x - floor(x)
  end function fraction_of

  real(real64) function nearest(p)
    real(real64), intent(in) :: p(2)
    real(real64) :: best
    integer :: j
    best = huge(best)
    do j = 1, n
      best = min(best, (others(1, j) - p(1))**2 + (others(2, j) - p(2))**2)
    end do
    nearest = sqrt(best)
  end function nearest

  real(real64) function potential(p)
    real(real64), intent(in) :: p(2)
    integer :: j
    potential = 0
    do j = 1, n
      potential = potential &
        + 1 / sqrt((others(1, j) - p(1))**2 + (others(2, j) - p(2))**2 + 1e-6_real64)
    end do
  end function potential

  subroutine measure(loop)
    interface
      real(kind(1d0)) function loop(p)
        real(kind(1d0)), intent(in) :: p(2)
      end function loop
    end interface
    real(real64) :: total, fastest
    integer(int64) :: start, finish, rate
    integer :: i, round
    fastest = huge(fastest)
    do round = 1, rounds
      call system_clock(start, rate)
      total = 0
      do i = 1, n
        total = total + loop(points(:, i))
      end do
      call system_clock(finish)
      fastest = min(fastest, real(finish - start, real64) / real(rate, real64))
    end do
    print '(f0.9, 1x, f0.6)', fastest, total
  end subroutine measure

end program loops
