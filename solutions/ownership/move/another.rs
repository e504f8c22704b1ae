//! Another way: store the length in a variable before the move, and use that number later.

/// Starts an archive, which then owns the run. Don't change this function.
pub fn archive(run: Vec<f64>) -> Vec<Vec<f64>> {
    vec![run]
}

// [finish]
/// Archives a run. Returns a summary and the archive.
pub fn finish(run: Vec<f64>) -> (String, Vec<Vec<f64>>) {
    let count = run.len();
    let kept = archive(run);
    (format!("{count} readings"), kept)
}
// [end]

/// Archives a run if it has the expected number of readings. Returns a summary and the archive.
pub fn finish_if_complete(run: Vec<f64>, expected: usize) -> (String, Vec<Vec<f64>>) {
    let count = run.len();
    let summary = format!("{count} of {expected} readings");
    if count == expected {
        (summary, archive(run))
    } else {
        (summary, Vec::new())
    }
}
