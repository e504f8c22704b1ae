fn second_half(readings: &[f64]) -> &[f64] {
    &readings[readings.len() / 2..]
}

fn main() {
    let run = vec![3.5, 4.0, 4.5, 5.0];
    let late = second_half(&run);
    println!("{late:?}");
    drop(run);
}
