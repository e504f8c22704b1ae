"""Try the crates that the episode `distances-algorithms` names, and write down what they do.

It makes a package for each crate in a folder that is thrown away, compiles the crate in the
release profile, and runs `lessons/code/crates/probe.rs` once for each case. Only authors run it:
it needs the network, because learners get none of these crates but one.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from workshop.bench.measure import rounded, write_measurement
from workshop.bootstrap.environment import cargo_home
from workshop.rust.toolchain import find_program

CODE = ROOT / "lessons" / "code" / "crates"
CRATES = {
    "kiddo-5": ("kiddo", "5.3.3"),
    "kiddo-6": ("kiddo", "6.3.0"),
    "rstar": ("rstar", "0.14.0"),
    "kd-tree": ("kd-tree", "0.6.2"),
    "kdtree": ("kdtree", "0.8.1"),
    "nabo": ("nabo", "0.6.0"),
    "acap": ("acap", "0.4.0"),
}
"""By the name of the file that calls the crate: its name in the registry, and its version."""
CASES = (
    "returned",
    "ties",
    "random",
    "none",
    "nan_reference",
    "nan_point",
    "infinite",
    "equal",
    "line",
)
SECONDS = 30
"""After this time, a case is ended: it takes well below a second where a tree is any help."""
PROGRAM = "probe.exe" if os.name == "nt" else "probe"
UNSAFE = re.compile(r"^(?!\s*//).*\bunsafe\b\s*(?:\{|fn\b|impl\b|extern\b)", re.MULTILINE)


def main() -> None:
    tried = []
    for name, (crate, version) in CRATES.items():
        with tempfile.TemporaryDirectory() as folder:
            facts = try_crate(Path(folder), name, crate, version)
        print(json.dumps(facts))
        tried.append(facts)
    write_measurement(
        Path(__file__).with_suffix(".json"),
        command="python lessons/data/crates.py",
        results={
            "unit": "CPU seconds to compile each crate with what it needs, in the release profile",
            "search_unit": "Seconds of one call in a release build, on one thread, with 100,000 "
            "points and references in the unit square, the tree included; the fastest of five",
            "seconds_of_a_case": SECONDS,
            "crates": rounded(tried),
        },
    )


def try_crate(folder: Path, name: str, crate: str, version: str) -> dict:
    """What a crate costs, and the word for what it does in each case."""
    make_package(folder, name, crate, version)
    cargo(folder, "fetch")
    (package,) = [p for p in metadata(folder) if (p["name"], p["version"]) == (crate, version)]
    before = children_seconds()
    cargo(folder, "build", "--release", "--lib")
    seconds = children_seconds() - before
    cargo(folder, "build", "--release")
    program = folder / "target" / "release" / PROGRAM
    tree = cargo(folder, "tree", "--edges=normal,build", "--prefix=none", "--format={p}")
    needed = {line.removesuffix(" (*)") for line in tree.splitlines()[1:]}
    return {
        "file": name,
        "crate": crate,
        "version": version,
        "published": published(crate, version),
        "license": package["license"],
        "rust_version": package["rust_version"],
        "crates": len(needed),
        "seconds": seconds,
        "unsafe": count_unsafe(Path(package["manifest_path"]).parent / "src"),
        "search": float(run(program, "speed")),
        "found": {case: run(program, case) for case in CASES},
    }


def make_package(folder: Path, name: str, crate: str, version: str) -> None:
    """A library that is empty, whose build compiles only the crate, and the program."""
    source = folder / "src"
    source.mkdir()
    (folder / "Cargo.toml").write_text(
        '[package]\nname = "probe"\nversion = "0.1.0"\nedition = "2024"\n\n[dependencies]\n'
        f'{crate} = {{ version = "={version}", default-features = false }}\n\n[workspace]\n',
        encoding="utf-8",
    )
    (source / "lib.rs").write_text("", encoding="utf-8")
    shutil.copyfile(CODE / "probe.rs", source / "main.rs")
    shutil.copyfile(CODE / f"{name}.rs", source / "tried.rs")


def run(program: Path, case: str) -> str:
    """The word that the program prints, or how it ended without one."""
    try:
        done = subprocess.run(
            [program, case], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return "too long"
    if done.returncode == 0:
        return done.stdout.strip()
    return "panic" if "panicked at" in done.stderr else "crash"


def cargo(folder: Path, *words: str) -> str:
    """Run cargo in the package, and return what it prints."""
    environment = {**os.environ, "CARGO_TARGET_DIR": str(folder / "target")}
    command = [find_program("cargo"), *words]
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def metadata(folder: Path) -> list[dict]:
    """The packages that the lock names."""
    return json.loads(cargo(folder, "metadata", "--format-version=1"))["packages"]


def published(crate: str, version: str) -> str | None:
    """The day on which a version was published, if cargo's copy of the index says it."""
    registry = cargo_home(os.environ) / "registry" / "index"
    for file in registry.glob(f"*/.cache/**/{crate}"):
        for line in file.read_bytes().split(b"\0"):
            if line.startswith(b"{") and (entry := json.loads(line))["vers"] == version:
                return entry.get("pubtime", "")[:10] or None
    return None


def count_unsafe(source: Path) -> int:
    """How often the crate itself uses `unsafe`; comments don't count."""
    texts = (file.read_text(encoding="utf-8") for file in source.rglob("*.rs"))
    return sum(len(UNSAFE.findall(text)) for text in texts)


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
