//! Three calls at the end of a measurement run. Which of them needs its own copy?

/// An archived run.
pub struct Archive {
    /// All readings.
    pub readings: Vec<f64>,
}

/// Mean
pub fn mean(readings: &[f64]) -> f64 {
    readings.iter().sum::<f64>() / readings.len() as f64
}

/// Median
pub fn median(mut readings: Vec<f64>) -> f64 {
    readings.sort_unstable_by(f64::total_cmp);
    let middle = readings.len() / 2;
    if readings.len() % 2 == 1 {
        readings[middle]
    } else {
        (readings[middle - 1] + readings[middle]) / 2.0
    }
}

/// Archives a run.
pub fn archive(readings: Vec<f64>) -> Archive {
    Archive { readings }
}

/// Mean and median of a run that has readings, and its archive.
pub fn report(run: Vec<f64>) -> (f64, f64, Archive) {
    (mean(&run), median(run.clone()), archive(run))
}
