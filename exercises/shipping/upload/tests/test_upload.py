"""The tests of `shipping-upload`.

They do what RELEASE.md says: an empty folder has the wheel that was just built in `dist/`, beside a
source distribution with its metadata, and the commands of twine and uv run there. The index at port
8080 is one of this machine's own, at another port. It has version 0.1.0 already. The commands that
build are not run, and no other host is reached.
"""

from __future__ import annotations

import email.message
import email.parser
import importlib
import importlib.util
import io
import itertools
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from packaging.version import InvalidVersion, Version

_shared = Path(__file__).resolve().parents[2] / "local_index.py"
_spec = importlib.util.spec_from_file_location("local_index", _shared)
assert _spec is not None
assert _spec.loader is not None
shop = sys.modules["local_index"] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(shop)

WHEEL, FOLDER = Path(os.environ["WORKSHOP_WHEEL"]), Path(os.environ["WORKSHOP_FOLDER"])
NAME, VERSION, TAG = WHEEL.stem.split("-", 2)
RELEASED = "0.1.0"
OURS = "http://127.0.0.1:8080/"
COMMAND = re.compile(
    r"(?:(?:(?:python[\d.]*|py) -m|uvx|uv run|uv tool run|pipx run) )?(twine) (check|upload)\b"
    r"|(uv) (publish)\b"
)
ASSIGNMENT = re.compile(r"\w+=")
SETTING = re.compile(r"TWINE_|UV_PUBLISH_")
WENT_TO = re.compile(r"(?:Uploading distributions|Publishing \d+ files?) to (\S+)")
COLORS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@dataclass(frozen=True)
class Step:
    """A command of RELEASE.md: what it does, where an upload went, and how it ended."""

    text: str
    does: str
    address: str = ""
    status: int = 0
    said: str = ""

    @property
    def place(self) -> str:
        """Where an upload goes: "our index", or another one."""
        host = self.address.partition("://")[2].partition("/")[0]
        if "pypi" in host.split("."):
            return "Test PyPI" if host.startswith("test") else "PyPI"
        return "our index" if _is_ours(self.address) else self.address


@dataclass(frozen=True)
class Release:
    """What was done, in order, and the files of the index before and after it."""

    steps: tuple[Step, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]

    def of(self, does: str) -> list[Step]:
        return [step for step in self.steps if step.does == does]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    """Do once what RELEASE.md says."""
    place = tmp_path_factory.mktemp("release")
    empty, home, earlier = place / "empty", place / "home", place / f"{NAME}-{RELEASED}-{TAG}.whl"
    (empty / "dist").mkdir(parents=True)
    home.mkdir()
    shutil.copy(WHEEL, empty / "dist")
    write_sdist(empty / "dist")
    shutil.copy(WHEEL, earlier)  # an index compares names alone
    with shop.local_index(place / "index", earlier) as index:
        before, values = tuple(index.files), shop.own_environment(home)
        commands = shop.commands(FOLDER / "RELEASE.md")
        steps = tuple(_do(words, index.address, empty, values) for words in commands)
        made = Release(steps, before, tuple(index.files))
    yield made
    shutil.rmtree(place, ignore_errors=True)


def _do(words: list[str], index: str, folder: Path, values: dict[str, str]) -> Step:
    """Do one step; what it exports is added to `values`, and counts for all later ones."""
    text, lasting = " ".join(words), words[0] == "export"
    rest, own = _without_settings(words[lasting:])
    if lasting:
        values.update(own)
    found = COMMAND.match(" ".join(rest))
    if found is None:
        return Step(text, _other_work(" ".join(rest)))
    program, verb = found[1] or found[3], found[2] or found[4]
    does = "check" if verb == "check" else "upload"
    given = [*rest, *own.values(), *(values[name] for name in values if SETTING.match(name))]
    for address in re.findall(r"https?://[^\s'\"]+", " ".join(given)):
        if does == "upload" and not _is_ours(address):
            return Step(text, does, address, status=1, said="the tests did not run it")
    start = [sys.executable, "-s", "-P", "-m", "twine"]
    if program == "uv":
        start = [importlib.import_module("uv").find_uv_bin()]

    def here(words: Iterable[str]) -> list[str]:
        return shop.at_this_port(list(words), {8080: index})

    environment = values | own
    done = subprocess.run(
        [*start, *here(rest[rest.index(verb) :])],
        cwd=folder,
        env=dict(zip(environment, here(environment.values()), strict=True)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    real, shown = urlsplit(index), urlsplit(OURS)
    said = COLORS.sub("", done.stdout).replace(real.netloc, shown.netloc)
    said = said.replace(f"port={real.port}", f"port={shown.port}")
    went = WENT_TO.search(said)
    return Step(text, does, went[1] if went else "", done.returncode, _shortened(said))


def _without_settings(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """A command without the variables before it, and those of them that twine and uv know."""
    settings = [word.partition("=") for word in itertools.takewhile(ASSIGNMENT.match, words)]
    own = {name: value for name, _, value in settings if SETTING.match(name)}
    return words[len(settings) :], own


def _is_ours(address: str) -> bool:
    try:
        place = urlsplit(address)
        return place.hostname in {"127.0.0.1", "localhost"} and place.port == urlsplit(OURS).port
    except ValueError:  # such as a port that is no number
        return False


def _other_work(command: str) -> str:
    """What a command does that the tests don't run."""
    if re.match(r"(uv build|(python[\d.]*|py) -m build|pyproject-build)\b", command):
        return "build both"
    if re.match(r"maturin build\b.* (--release|-r|--profile)\b", command):
        return "build both" if " --sdist" in command else "build"
    return "build sdist" if command.startswith("maturin sdist") else "other"


def _shortened(said: str) -> str:
    """What a program says of its failure, in one line: without progress and traceback."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    for words in (r"ERROR\s+(.+)", r"error: .*|cause: .*", r"WARNING\s+(?!\s|Error|Retrying)(.+)"):
        found = [match for line in lines if (match := re.fullmatch(words, line))]
        if found:
            return " ".join(match[match.re.groups] for match in found[:2])
    return lines[-1].partition(" (Caused by ")[0] if lines else "nothing"


def write_sdist(folder: Path) -> None:
    """Write a source distribution with the wheel's metadata, and no source: nobody builds it."""
    name, text = f"{NAME}-{VERSION}", metadata_file()
    top, entry = tarfile.TarInfo(name), tarfile.TarInfo(f"{name}/PKG-INFO")
    top.type, top.mode, entry.size = tarfile.DIRTYPE, 0o755, len(text)
    with tarfile.open(folder / f"{name}.tar.gz", "w:gz") as archive:
        archive.addfile(top)
        archive.addfile(entry, io.BytesIO(text))


def metadata_file() -> bytes:
    with zipfile.ZipFile(WHEEL) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return archive.read(name)


def read_metadata() -> email.message.Message:
    return email.parser.Parser().parsestr(metadata_file().decode("utf-8"))


# The version.


def test_version_is_newer_than_the_one_in_the_index() -> None:
    is_newer = Version(VERSION) > Version(RELEASED)
    is_older = Version(VERSION) < Version(RELEASED)
    assert is_newer, (
        f"the wheel is version {VERSION}, which is older than {RELEASED} in the index"
        if is_older
        else f"the wheel is version {VERSION}, and the index has that one already"
    )


def test_pip_takes_the_version_without_being_asked() -> None:
    version = Version(VERSION)
    is_release = not version.is_prerelease and version.local is None
    kind = "a pre-release" if version.is_prerelease else "a local version"
    assert is_release, f"{VERSION} is {kind}"


def test_version_is_in_one_place() -> None:
    package = tomllib.loads((FOLDER / "Cargo.toml").read_text(encoding="utf-8"))["package"]
    project = tomllib.loads((FOLDER / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    places = {"Cargo.toml": package.get("version"), "pyproject.toml": project.get("version")}
    for file in sorted((FOLDER / "python").rglob("*.py")):
        if found := re.search(r'(?m)^__version__\b.*=\s*"([^"]+)"', file.read_text("utf-8")):
            places[file.name] = found[1]
    said = [f"{name} says version {text}" for name, text in places.items() if text]
    is_in_one_place = len(said) == 1
    assert is_in_one_place, " and ".join(said) or "no file says a version"
    is_dynamic = "version" in project.get("dynamic", ())
    is_said = is_dynamic != ("version" in project)
    assert is_said, (
        "pyproject.toml has a `version`, and its `dynamic` says that it has none"
        if is_dynamic
        else "pyproject.toml has no `version`, and its `dynamic` doesn't name it"
    )


# The changelog.


def entries() -> dict[str, list[str]]:
    """The lines below each heading of CHANGELOG.md that names a version or `Unreleased`."""
    text = (FOLDER / "CHANGELOG.md").read_text(encoding="utf-8")
    text = re.sub(r"<!--.*?(?:-->|\Z)", "", text, flags=re.DOTALL)
    text = re.sub(r"(?m)^(.*\S.*)\n(?:=+|-+)[ \t]*$", r"# \1", text)  # underlined headings
    found, lines = dict[str, list[str]](), list[str]()
    for line in text.splitlines():
        heading = re.match(r"\s*(?:#+|\*\*)(.*)", line)
        if heading and (name := _version_in(heading[1])):
            lines = found.setdefault(name, [])
        elif not heading and line.strip():
            lines.append(line.strip())
    return found


def _version_in(heading: str) -> str:
    if "unreleased" in heading.lower():
        return "Unreleased"
    number = re.search(r"\d+(?:\.\d+)+[\w+.-]*", heading)
    try:
        return str(Version(number[0].rstrip(".-"))) if number else ""
    except InvalidVersion:
        return ""


def test_changelog_begins_with_the_new_version() -> None:
    versions = [name for name in entries() if name != "Unreleased"]
    first = versions[0] if versions else "no version"
    comes_first = first == str(Version(VERSION))
    assert comes_first, (
        f"the first version in CHANGELOG.md is {first}, and the wheel is version {VERSION}"
    )


def test_changelog_says_what_is_new() -> None:
    lines = entries()
    is_described = bool(lines.get(str(Version(VERSION))))
    assert is_described, f"CHANGELOG.md says nothing about version {VERSION}"
    waiting = lines.get("Unreleased", [])
    all_is_released = not waiting
    assert all_is_released, f"CHANGELOG.md calls this unreleased: {waiting[0].lstrip('-* ')}"


def test_changelog_keeps_the_version_before() -> None:
    is_kept = "deposit" in " ".join(entries().get(RELEASED, ()))
    assert is_kept, f"CHANGELOG.md says nothing about version {RELEASED} any more"


# The commands of RELEASE.md.


def test_page_builds_and_checks_before_it_uploads(release: Release) -> None:
    work = [step.does for step in release.steps]
    for does, command in (
        (("build", "build both"), "builds a wheel with `--release`"),
        (("build sdist", "build both"), "builds a source distribution"),
        (("check",), "is `twine check`"),
        (("upload",), "is `twine upload`"),
    ):
        is_there = bool({*does} & {*work})
        assert is_there, f"no command of RELEASE.md {command}"
    last_build = max(number for number, does in enumerate(work) if does.startswith("build"))
    in_order = last_build < work.index("check") < work.index("upload")
    assert in_order, "RELEASE.md uploads before it builds and checks"


# What the index shows.


def test_twine_check_finds_nothing_missing(release: Release) -> None:
    checks = release.of("check")
    is_there = bool(checks)
    assert is_there, "no command of RELEASE.md is `twine check`"
    is_strict = any("--strict" in step.text.split() for step in checks)
    assert is_strict, f"without `--strict`, `{checks[0].text}` fails for errors alone"
    failed = [step for step in checks if step.status != 0]
    all_passed = not failed
    assert all_passed, f"`{failed[0].text}` said: {failed[0].said}"


def test_index_shows_the_readme() -> None:
    metadata = read_metadata()
    shown = str(metadata.get_payload()).strip()
    is_there = bool(shown)
    assert is_there, "the wheel has no description, so its page in the index would be empty"
    readme = (FOLDER / "README.md").read_text(encoding="utf-8").strip()
    is_readme = shown == readme
    assert is_readme, f"the description in the wheel is not README.md: {shown.splitlines()[0]}"
    kind = str(metadata["Description-Content-Type"]).partition(";")[0]
    is_markdown = kind == "text/markdown"
    assert is_markdown, f"the wheel says that its description is {kind}, and it is Markdown"


# The upload.


def test_nothing_is_uploaded_to_another_index(release: Release) -> None:
    others = [step for step in release.of("upload") if step.address and step.place != "our index"]
    all_are_ours = not others
    assert all_are_ours, f"`{others[0].text}` would upload to {others[0].place}"


def test_index_has_the_wheel_after_the_upload(release: Release) -> None:
    uploads = release.of("upload")
    is_there = bool(uploads)
    assert is_there, "no command of RELEASE.md is `twine upload`"
    failed = [step for step in uploads if step.status != 0]
    all_passed = not failed
    had_it = f"; the index has version {VERSION} already" if WHEEL.name in release.before else ""
    assert all_passed, f"`{failed[0].text}` said: {failed[0].said}{had_it}"
    is_in_the_index = WHEEL.name in release.after
    assert is_in_the_index, f"after the upload, the index has {', '.join(release.after)}"
