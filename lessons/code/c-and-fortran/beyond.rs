//! A read beyond the end of a vector.

fn main() {
    let readings = vec![3.5, 4.0, 4.5];
    // SAFETY: there is no reason, and that is the mistake.
    let beyond: f64 = unsafe { *readings.as_ptr().add(3) };
    println!("read {}", if beyond.is_nan() { "NaN" } else { "a float" });
}
