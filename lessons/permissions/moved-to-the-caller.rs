fn doubled(readings: &[f64]) -> Vec<f64> {
    let mut result = Vec::new();
    for reading in readings {
        result.push(2.0 * reading);
    }
    result
}

fn main() {
    let both = doubled(&[3.5, 4.0]);
    println!("{both:?}");
}
