//! Compile `native/nearest.f90` with gfortran, and link it into the crate.
//!
//! No check of gfortran would notice an array that is too short: `-fcheck=bounds` compares each
//! index with the size that the caller states, and nothing tells the real one. So the checks stand
//! in Rust, before the call.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};

const SOURCE: &str = "native/nearest.f90";
const LIBRARIES: [&str; 3] = ["libgfortran.so", "libgfortran.dylib", "libgfortran.a"];

fn main() {
    println!("cargo::rerun-if-changed={SOURCE}");
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets OUT_DIR"));
    let object = folder.join("nearest.o");
    compile(&object, &folder);
    // The crate `cc` puts the object file into a library, and tells Cargo to link it.
    cc::Build::new().object(&object).compile("nearest");
    // Programs in Fortran need functions of this library, for example to print.
    println!("cargo::rustc-link-search=native={}", runtime().display());
    println!("cargo::rustc-link-lib=dylib=gfortran");
}

/// Compile the source. A module's `.mod` file, if there is one, goes into `folder`.
fn compile(object: &Path, folder: &Path) {
    let mut gfortran = Command::new("gfortran");
    gfortran
        .args(["-std=f2018", "-Wall", "-O3", "-fPIC", "-c", SOURCE, "-J"])
        .arg(folder)
        .arg("-o")
        .arg(object);
    match gfortran.status() {
        Ok(status) if status.success() => (),
        Ok(_) => stop("gfortran reported an error in native/nearest.f90"),
        Err(error) => stop(&format!(
            "gfortran, the Fortran compiler, doesn't start: {error}; `./workshop doctor` says how to get it"
        )),
    }
}

/// The folder of the library that gfortran needs, which differs from system to system.
fn runtime() -> PathBuf {
    for library in LIBRARIES {
        let question = format!("-print-file-name={library}");
        let Ok(answer) = Command::new("gfortran").arg(question).output() else {
            continue;
        };
        // If gfortran doesn't find the file, it prints the name alone.
        let file = PathBuf::from(String::from_utf8_lossy(&answer.stdout).trim());
        if let (true, Some(folder)) = (file.is_absolute(), file.parent()) {
            return folder.to_path_buf();
        }
    }
    stop("gfortran doesn't find its library, libgfortran: install gfortran again")
}

/// End with an error that Cargo shows.
fn stop(message: &str) -> ! {
    println!("cargo::error={message}");
    exit(1)
}
