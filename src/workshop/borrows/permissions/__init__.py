"""What the borrow checker allows on each line of a program, asked of the compiler with probes."""
