//! A measurement run is over: summarize it, then archive it.

/// Starts an archive, which then owns the run. Don't change this function.
pub fn archive(run: Vec<f64>) -> Vec<Vec<f64>> {
    vec![run]
}

/// Archives a run. Returns a summary and the archive.
pub fn finish(run: Vec<f64>) -> (String, Vec<Vec<f64>>) {
    // TODO 1: these lines are right, but their order is wrong.
    let summary = format!("{} readings", run.len());
    let kept = archive(run);
    (summary, kept)
}

/// Archives a run if it has the expected number of readings. Returns a summary and the archive.
pub fn finish_if_complete(run: Vec<f64>, expected: usize) -> (String, Vec<Vec<f64>>) {
    // TODO 2: the same error, but here only one path through the function moves the run.
    let mut kept = Vec::new();
    let summary = format!("{} of {expected} readings", run.len());
    if run.len() == expected {
        let kept = archive(run);
    }
    (summary, kept)
}
