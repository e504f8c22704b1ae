let mut run = vec![3.5, 4.0];
let view = &run;
println!("{}", view.len());
run.push(4.5);
println!("{}", run.len());
