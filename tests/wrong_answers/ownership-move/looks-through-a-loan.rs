//! A measuring run is over: say how it went, and hand it to the archive.

/// Start an archive that owns the run from now on. (Leave this function as it is.)
pub fn archive(run: Vec<f64>) -> Vec<Vec<f64>> {
    vec![run]
}

// [finish]
/// Archive a run. Returns a summary and the archive.
pub fn finish(run: Vec<f64>) -> (String, Vec<Vec<f64>>) {
    let view = &run;
    let kept = archive(run);
    let summary = format!("{} readings", view.len());
    (summary, kept)
}
// [end]

// [finish-if-complete]
/// Archive a run if it has as many readings as expected. Returns a summary and the archive.
pub fn finish_if_complete(run: Vec<f64>, expected: usize) -> (String, Vec<Vec<f64>>) {
    let mut kept = Vec::new();
    let summary = format!("{} of {expected} readings", run.len());
    if run.len() == expected {
        kept = archive(run);
    }
    (summary, kept)
}
// [end]
