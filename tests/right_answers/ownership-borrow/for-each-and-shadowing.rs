//! The drift of a sensor, computed from a run of 80 MB without copying it.

/// The mean of the readings, NaN if there are none.
pub fn mean(readings: &[f64]) -> f64 {
    let mut total = 0.0;
    readings
        .iter()
        .copied()
        .for_each(|reading| total += reading);
    let count = readings.len();
    let count = count as f64;
    total / count
}

#[rustfmt::skip]
/// drift
pub   fn drift ( run : & [ f64 ] )->f64
{
      let half=run.len( )/2 ; let run = & * run ;
  let   first = mean( & run [ .. half ] ) ;
  let second=mean(&run[half ..]) ; second-first
}
