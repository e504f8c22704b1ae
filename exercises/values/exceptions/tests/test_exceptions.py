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
    assert read_points(written(tmp_path, " 0 ,-0.1 \n1e300,-1e-310")) == [
        (0, -0.1),
        (1e300, -1e-310),
    ]


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
        read_points(written(tmp_path, "1 2\n3,4\n5,x\n"))


def test_many_lines(tmp_path: Path) -> None:
    points = [(number * 0.1 - 12.5, -number / 3) for number in range(400)]
    lines = [f"{x},{y}" for x, y in points]
    assert read_points(written(tmp_path, "\n".join(lines))) == points
    lines[300] = "0.5,half"
    with pytest.raises(ValueError, match=r"^line 301: .*half"):
        read_points(written(tmp_path, "\n".join(lines)))


def test_blank_line_is_a_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^line [23]: ") as raised:
        read_points(written(tmp_path, "1,2\n\n3,n/a\n"))
    message = str(raised.value)
    assert message.startswith("line 3: " if "n/a" in message else "line 2: ")


@pytest.mark.parametrize("bad", ["nan", "NaN", "inf", "-inf"])
def test_coordinates_are_finite_numbers(tmp_path: Path, bad: str) -> None:
    with pytest.raises(ValueError, match=f"^line 2: .*{bad}"):
        read_points(written(tmp_path, f"1,2\n3,{bad}\n"))
    with pytest.raises(ValueError, match=f"^line 1: .*{bad}"):
        read_points(written(tmp_path, f"{bad},2\n"))


@pytest.mark.parametrize("text", ["\n", ",", "1,2,3", "x,y\n1,2", "1;2"])
def test_no_bad_file_panics(tmp_path: Path, text: str, capfd: pytest.CaptureFixture[str]) -> None:
    if text.strip():
        with pytest.raises(ValueError, match=r"^line 1: "):
            read_points(written(tmp_path, text))
    else:  # a blank line may be skipped, or be an error
        with contextlib.suppress(ValueError):
            assert read_points(written(tmp_path, text)) == []
    assert "panicked at" not in capfd.readouterr().err, "a panic was caught on the way"


def test_file_that_is_not_text_does_not_panic(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises((OSError, ValueError)) as raised:
        read_points(file)
    assert not isinstance(raised.value, FileNotFoundError)
