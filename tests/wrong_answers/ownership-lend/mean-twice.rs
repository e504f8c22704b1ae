//! Three calls at the end of a measurement run. Which of them needs its own copy?

/// An archived run. Don't change this type or the next three functions.
pub struct Archive {
    /// All readings, in the order in which they were taken.
    pub run: Vec<f64>,
}

/// Mean of the readings. The function only reads them.
pub fn mean(readings: &[f64]) -> f64 {
    let mut total = 0.0;
    for reading in readings {
        total += *reading;
    }
    total / readings.len() as f64
}

/// Median of the readings. The function sorts them, so it takes its own vector.
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
pub fn archive(run: Vec<f64>) -> Archive {
    Archive { run }
}

/// Mean and median of a run that has readings, and its archive.
pub fn report(run: Vec<f64>) -> (f64, f64, Archive) {
    // TODO: every call clones, so a run of 80 MB is copied three times. Decide for each call:
    // borrow (`&run`), move (`run`) or clone (`run.clone()`).
    let mean = mean(&run.clone());
    let median = median(run.clone());
    let again = mean(&run);
    let archive = archive(run.clone());
    (mean, median, archive)
}
