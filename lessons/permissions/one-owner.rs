let run = vec![3.5, 4.0, 4.5];
println!("{}", run.len());
let kept = run;
println!("{}", kept.len());
drop(kept);
