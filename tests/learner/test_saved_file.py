"""A file to restore may come from anywhere: what it may hold, and how it is refused."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.base.errors import UsageError
from workshop.learner import saved_file

ABOUT = {"workshop.json": '{"form": 1, "saved": "2026-11-30 11:02"}'}
REST = {"progress.json": "{}", "given.json": "{}"}


def archive(file: Path, members: Mapping[str, str | bytes], **facts: int) -> Path:
    """An archive of these members; `facts` are set on each of those below `work/`."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {**ABOUT, **REST, **members}.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name not in {*ABOUT, *REST}:
                for fact, value in facts.items():
                    setattr(entry, fact, value)
            made.writestr(entry, content)
    return file


def refused(file: Path, folder: Path) -> str:
    """Why the archive is refused; nothing is beside the folder into which it was unpacked."""
    stage = saved_file.clear(folder / "stage")
    with pytest.raises(UsageError) as error:
        saved_file.unpack(file, stage)
    assert {path.name for path in folder.iterdir()} <= {"stage", file.name}
    return str(error.value)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    files = {"mine/notes.txt": "Größe".encode(), "mine/data/points.bin": bytes(range(256))}
    progress, ledger = {"at": "probe-one"}, {"probe-one": {"src/lib.rs": "0a"}}
    saved_file.write(tmp_path / "s.zip", files.items(), progress=progress, ledger=ledger)
    stage = saved_file.clear(tmp_path / "stage")
    contents = saved_file.unpack(tmp_path / "s.zip", stage)
    assert contents.files == tuple(files)
    assert {name: (stage / name).read_bytes() for name in files} == files
    assert (contents.progress, contents.ledger) == (progress, ledger)
    assert len(contents.saved) == len("2026-11-30 11:02")


OUTSIDE = (
    "../evil.py",
    "work/../../evil.py",
    "work/mine/../../../evil.py",
    "/etc/evil",
    "work//etc/evil",
    "C:/evil.py",
    "work/C:/evil.py",
    "work/mine\\..\\..\\..\\evil.py",
    "evil.py",
    "workshop",
    "src/workshop/cli.py",
    "work",
    "work/./evil.py",
)
RESERVED = (
    "work/Cargo.toml",
    "work/cargo.LOCK",
    "work/target/debug/evil",
    "work/.cargo/config.toml",
    "work/mine/.cargo/config.toml",
    "work/.lab/jupyter_server_config.json",
    "work/.progress.json",
    "work/mine/.git/hooks/post-checkout",
    "work/mine/aux.txt",
    "work/mine/NUL",
    "work/mine/a:b",
    "work/mine/dot.",
    "work/mine/line\nbreak",
    "work/" + "a/" * 12 + "b",
    "work/mine/" + "a" * 200,
    "work/mine/" + "é" * 150,
    "work/mine/evil\x9b31m.txt",
    "work/mine/evil\u202etxt.py",
    "work/mine/CONIN$",
    "work/mine/lpt¹.txt",
    "work/.backups",
    "work/rust-toolchain",
    "work/rust-toolchain.toml",
    "",
)


@pytest.mark.parametrize("name", [*OUTSIDE, *RESERVED])
def test_a_name_that_no_saved_file_has_is_refused(tmp_path: Path, name: str) -> None:
    file = archive(tmp_path / "s.zip", {"work/mine/good.py": "1", name: "evil"})
    said = refused(file, tmp_path)
    assert "Nothing was changed" in said
    assert not [path for path in tmp_path.rglob("*") if "evil" in path.name]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_special_files_are_refused(tmp_path: Path, kind: int) -> None:
    mode = (kind | 0o777) << 16
    file = archive(tmp_path / "s.zip", {"work/mine/link": "/etc/passwd"}, external_attr=mode)
    assert "'work/mine/link' is a link or another special file" in refused(file, tmp_path)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("work/mine/a.py", "work/Mine/A.py"), "twice"),
        (("work/mine/\u00e9", "work/mine/e\u0301"), "twice"),
        (("work/mine/a", "work/mine/a/b"), "a file and a folder"),
    ],
)
def test_two_files_in_one_place_are_refused(
    tmp_path: Path, names: tuple[str, ...], said: str
) -> None:
    assert said in refused(archive(tmp_path / "s.zip", dict.fromkeys(names, "1")), tmp_path)


@pytest.mark.parametrize("name", ["work/mine/a.py", "progress.json"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_is_refused(tmp_path: Path, name: str) -> None:
    file = archive(tmp_path / "s.zip", {"work/mine/a.py": "1"})
    with zipfile.ZipFile(file, "a") as made:
        made.writestr(name, "{}")
    assert f"{name!r} twice" in refused(file, tmp_path)


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_compression_is_refused(tmp_path: Path, way: int) -> None:
    file = archive(tmp_path / "s.zip", {})
    with zipfile.ZipFile(file, "a", way) as made:
        made.writestr("work/mine/a.py", "1" * 1000)
    assert "'work/mine/a.py' is compressed in a way" in refused(file, tmp_path)


def test_what_unpacks_to_more_than_allowed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zeros = bytes(saved_file.LARGEST + 1)
    assert "larger than 10 MB" in refused(archive(tmp_path / "a", {"work/z": zeros}), tmp_path)
    (tmp_path / "a").unlink()
    monkeypatch.setattr(saved_file, "LARGEST", 1000)
    monkeypatch.setattr(saved_file, "MOST", 2000)
    many = {f"work/{letter}": bytes(900) for letter in "abc"}
    assert "in all" in refused(archive(tmp_path / "b", many), tmp_path)


def test_an_archive_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    """It says 10 bytes, and unpacks to 50 MB."""
    file = archive(tmp_path / "s.zip", {"work/z": bytes(50_000_000)})
    true, false = (50_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    data = file.read_bytes()
    assert data.count(true) == 2
    file.write_bytes(data.replace(true, false))
    assert "can't be restored" in refused(file, tmp_path)
    written = [path.stat().st_size for path in (tmp_path / "stage").rglob("*") if path.is_file()]
    assert sum(written) <= saved_file.LARGEST


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"work/{number}": "" for number in range(saved_file.COUNT)}
    assert "more than 5000 files" in refused(archive(tmp_path / "s.zip", many), tmp_path)
    monkeypatch.setattr(saved_file, "_DIRECTORY", 1000)
    assert "too many files" in refused(tmp_path / "s.zip", tmp_path)


def test_a_list_of_files_in_the_form_for_huge_archives_is_refused(tmp_path: Path) -> None:
    data = archive(tmp_path / "s.zip", {}).read_bytes()
    end = data.rindex(b"PK\x05\x06")
    huge = data[:end] + b"PK\x06\x07" + bytes(16)
    for comment in (b"", bytes(65_535)):
        written = data[end:-2] + len(comment).to_bytes(2, "little") + comment
        (tmp_path / "s.zip").write_bytes(huge + written)
        assert "too many files" in refused(tmp_path / "s.zip", tmp_path)


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    file = archive(tmp_path / "s.zip", {"work/mine/a.py": "1"})
    data = bytearray(file.read_bytes())
    place = data.index(b"PK\x01\x02", data.index(b"work/mine/a.py"))
    while b"work/mine/a.py" not in data[place : place + 60]:
        place = data.index(b"PK\x01\x02", place + 1)
    data[place + 8] |= 1
    file.write_bytes(bytes(data))
    assert "is encrypted" in refused(file, tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is no zip archive"),
        ("a notebook, perhaps", "it is no zip archive"),
        ("PK\x05\x06", "it is no zip archive"),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "s.zip").write_text(text)
    assert said in refused(tmp_path / "s.zip", tmp_path)


def test_another_programs_archive_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as made:
        made.writestr("work/mine/notes.txt", "1")
    assert "`workshop save` did not make it" in refused(tmp_path / "s.zip", tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("workshop.json", '{"form": 2}', "no version of the workshop that this one knows"),
        ("workshop.json", "[1]", "damaged"),
        ("progress.json", "{", "damaged"),
        ("given.json", "[" * 100_000, "damaged"),
        ("progress.json", b"\xff\xfe", "damaged"),
        ("progress.json", '{"exercises": {"\\ud800": {}}}', "damaged"),
        ("progress.json", "[" + "[]," * 400_000 + "[]]", "larger than 1 MB"),
    ],
)
def test_facts_of_another_form_are_refused(
    tmp_path: Path, name: str, text: str | bytes, said: str
) -> None:
    assert said in refused(archive(tmp_path / "s.zip", {name: text}), tmp_path)


def test_a_damaged_archive_is_refused_wherever_it_is_damaged(tmp_path: Path) -> None:
    """Every cut, and every changed byte, is noticed or does no harm."""
    good = archive(tmp_path / "s.zip", {"work/mine/a.py": "print(1)\n" * 40}).read_bytes()
    cuts = [good[:end] for end in range(0, len(good), 7)]
    changes = [good[:at] + bytes([good[at] ^ 0x5A]) + good[at + 1 :] for at in range(len(good))]
    refusals = 0
    for data in (*cuts, *changes):
        (tmp_path / "s.zip").write_bytes(data)
        try:
            saved_file.unpack(tmp_path / "s.zip", saved_file.clear(tmp_path / "stage"))
        except UsageError:
            refusals += 1
        assert {path.name for path in tmp_path.iterdir()} == {"s.zip", "stage"}
    assert refusals > len(good) / 2


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x05\x06" + bytes(18)]))
def test_any_bytes_are_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, end: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "s.zip").write_bytes(data + end)
    refused(folder / "s.zip", folder)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no\.zip is missing"):
        saved_file.unpack(tmp_path / "no.zip", tmp_path / "stage")


@pytest.mark.parametrize("fails", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_file_that_was_not_finished_is_not_there(tmp_path: Path, fails: BaseException) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "a", b"1"
        raise fails

    with pytest.raises(type(fails)):
        saved_file.write(tmp_path / "s.zip", files(), progress={}, ledger={})
    assert not list(tmp_path.iterdir())


def test_what_write_makes_is_small_and_plain(tmp_path: Path) -> None:
    saved_file.write(tmp_path / "s.zip", [("mine/a.py", b"1" * 1000)], progress={}, ledger={})
    with zipfile.ZipFile(io.BytesIO((tmp_path / "s.zip").read_bytes())) as made:
        assert made.namelist() == ["workshop.json", "progress.json", "given.json", "work/mine/a.py"]
        assert json.loads(made.read("workshop.json"))["form"] == 1
        assert all(stat.S_ISREG(one.external_attr >> 16) for one in made.infolist())
    assert (tmp_path / "s.zip").stat().st_size < 1000
