//! Three calls at the end of a measuring run: which of them needs a run of its own?

/// What is kept of a run. (Leave this and the next three functions as they are.)
pub struct Archive {
    /// All readings, in the order in which they were taken.
    pub run: Vec<f64>,
}

/// Mean of the readings. It only looks at them.
pub fn mean(readings: &[f64]) -> f64 {
    let mut total = 0.0;
    for reading in readings {
        total += reading;
    }
    total / readings.len() as f64
}

/// Median of the readings. It puts them in order, so it asks for a list of its own.
pub fn median(mut readings: Vec<f64>) -> f64 {
    readings.sort_unstable_by(f64::total_cmp);
    let middle = readings.len() / 2;
    if readings.len() % 2 == 1 {
        readings[middle]
    } else {
        (readings[middle - 1] + readings[middle]) / 2.0
    }
}

/// Keep a run for good.
pub fn archive(run: Vec<f64>) -> Archive {
    Archive { run }
}

// [report]
/// Mean and median of a run that is not empty, and its archive.
pub fn report(run: Vec<f64>) -> (f64, f64, Archive) {
    let mean = mean(&run); // lend: it only looks
    let median = median(run.sort_unstable_by(f64::total_cmp));
    let archive = archive(run); // give: nobody needs the run afterwards
    (mean, median, archive)
}
// [end]
