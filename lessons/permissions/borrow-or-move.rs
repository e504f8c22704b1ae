fn rise(run: &[f64]) -> f64 {
    run[run.len() - 1] - run[0]
}

fn archive(run: Vec<f64>) -> usize {
    run.len()
}

fn main() {
    let run = vec![3.5, 4.0, 4.5];
    println!("{}", rise(&run));
    println!("{}", archive(run));
}
