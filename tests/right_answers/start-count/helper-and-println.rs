//! How often was it too hot?

fn too_hot(reading: f64, limit: f64) -> bool {
    println!("is {reading} > {limit}?");
    reading > limit
}

/// Return how many of the readings are above the limit.
pub fn count_above(readings: &[f64], limit: f64) -> usize {
    let mut count = 0;
    for &reading in readings {
        if too_hot(reading, limit) == true {
            count += 1;
            eprintln!("count is now {count}");
        }
    }
    dbg!(count);
    count
}
