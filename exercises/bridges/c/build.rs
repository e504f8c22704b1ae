//! Compile the C library before the crate, and link it.

fn main() {
    println!("cargo::rerun-if-changed=native/nearest.c");
    println!("cargo::rerun-if-changed=native/nearest.h");
    cc::Build::new().file("native/nearest.c").compile("nearest");
}
