//! How often was it too hot?

/// How many of the readings are above the limit.
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    let count = 0;
    for &reading in readings {
        // TODO: count the readings that are above the limit. (The loop is right as it is:
        // `readings` is a list that is lent, and `&reading` takes one number out of it.)
    }
    count
}
