"""The tests of `values-exceptions`."""

import contextlib
from pathlib import Path

import pytest
from points import read_points

POINTS = Path(__file__).parent.parent / "points.csv"


def written(folder: Path, text: str) -> Path:
    file = folder / "points.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_good_file(tmp_path: Path) -> None:
    assert read_points(written(tmp_path, "0.5,-1.25\n3, 4\n")) == [(0.5, -1.25), (3.0, 4.0)]


def test_points_of_the_course() -> None:
    points = read_points(str(POINTS))
    assert len(points) == len(POINTS.read_text(encoding="utf-8").splitlines())


def test_empty_file_has_no_points(tmp_path: Path) -> None:
    assert read_points(written(tmp_path, "")) == []


def test_missing_file_is_a_file_not_found_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_points(tmp_path / "no-such-file.csv")


def test_bad_number_is_a_value_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^line 3: .*n/a"):
        read_points(written(tmp_path, "1,2\n3,4\n5,n/a\n7,8\n"))


def test_line_without_a_comma_is_a_value_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^line 1: .*1 2"):
        read_points(written(tmp_path, "1 2\n3,4\n"))


@pytest.mark.parametrize("bad", ["nan", "NaN", "inf", "-inf"])
def test_coordinates_are_finite_numbers(tmp_path: Path, bad: str) -> None:
    with pytest.raises(ValueError, match=f"^line 2: .*{bad}"):
        read_points(written(tmp_path, f"1,2\n3,{bad}\n"))
    with pytest.raises(ValueError, match=f"^line 1: .*{bad}"):
        read_points(written(tmp_path, f"{bad},2\n"))


@pytest.mark.parametrize("text", ["\n", ",", "1,2,3", "x,y\n1,2", "1;2"])
def test_no_bad_file_panics(tmp_path: Path, text: str) -> None:
    if not text.strip():  # a blank line may be skipped, or be an error
        with contextlib.suppress(ValueError):
            assert read_points(written(tmp_path, text)) == []
        return
    with pytest.raises(ValueError, match=r"^line 1: "):
        read_points(written(tmp_path, text))


def test_file_that_is_not_text_does_not_panic(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises((OSError, ValueError)) as raised:
        read_points(file)
    assert not isinstance(raised.value, FileNotFoundError)
