"""Write `.cargo/config.toml`: the one environment of every build, where cargo itself reads it.

PyO3's build script looks at the environment, so a build started with other values compiles PyO3
again. The values therefore stand in `.cargo/config.toml`, which cargo reads whoever starts it: the
kit, `maturin develop` typed by hand, an editor.
"""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path

_PROFILE = """
[profile.dev] # also of crates that stand alone in work/mine, so that all share compiled crates
debug = "line-tables-only" # a backtrace shows lines; an edit is built in five sixths of the time
debug-assertions = true # what Rust does anyway, unless the user's own configuration differs
overflow-checks = true
panic = "unwind"
[profile.dev.package."*"]
debug = false
"""
_MACOS_LINKER = """
[target.'cfg(target_os = "macos")']
rustflags = ["-C", "link-arg=-undefined", "-C", "link-arg=dynamic_lookup"]
"""


def write_cargo_config(root: Path, python: Path) -> bool:
    """Write `.cargo/config.toml` for this clone and interpreter; say whether anything changed."""
    settings = "# Made by ./workshop for this clone: every build sees the same Python.\n[env]\n"
    for name, value in build_values(python).items():
        settings += (
            f"{name} = {{ value = {json.dumps(value, ensure_ascii=False)}, force = true }}\n"
        )
    settings += _PROFILE
    if sys.platform == "darwin":
        settings += _MACOS_LINKER
    changed = _write_if_changed(root / ".cargo" / "config.toml", settings)
    work = '# Made by ./workshop: what learners build.\n[build]\ntarget-dir = "target"\n'
    return _write_if_changed(root / "work" / ".cargo" / "config.toml", work) or changed


def build_values(python: Path) -> dict[str, str]:
    """What PyO3's build script reads, as maturin sets it for `python`, which must run this.

    They stand in the configuration for every cargo, and in the environment of each that we start:
    cargo 1.85 compares with those of the shell alone, and would compile PyO3 after each maturin.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    bits = struct.calcsize("P") * 8
    return {
        "PYO3_BUILD_EXTENSION_MODULE": "1",
        "PYO3_PYTHON": str(python),
        "PYTHON_SYS_EXECUTABLE": str(python),
        "PYO3_ENVIRONMENT_SIGNATURE": f"{sys.implementation.name}-{version}-{bits}bit",
    }


def _write_if_changed(file: Path, text: str) -> bool:
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    return True


if __name__ == "__main__":  # run by the interpreter for which it is written
    write_cargo_config(Path(sys.argv[1]), Path(sys.executable))
