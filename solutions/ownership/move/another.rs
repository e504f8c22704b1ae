//! Another way: only what the summary needs is taken from the run beforehand, a number.

/// Start an archive that owns the run from now on. (Leave this function as it is.)
pub fn archive(run: Vec<f64>) -> Vec<Vec<f64>> {
    vec![run]
}

// [finish]
/// Archive a run. Returns a summary and the archive.
pub fn finish(run: Vec<f64>) -> (String, Vec<Vec<f64>>) {
    let count = run.len();
    let kept = archive(run);
    (format!("{count} readings"), kept)
}
// [end]

/// Archive a run if it has as many readings as expected. Returns a summary and the archive.
pub fn finish_if_complete(run: Vec<f64>, expected: usize) -> (String, Vec<Vec<f64>>) {
    let count = run.len();
    let summary = format!("{count} of {expected} readings");
    if count == expected {
        (summary, archive(run))
    } else {
        (summary, Vec::new())
    }
}
