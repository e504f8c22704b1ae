from __future__ import annotations

from pathlib import Path

from workshop.publish import book_assets


def test_missing_packages_are_said_and_not_copied(tmp_path: Path) -> None:
    lines = list(book_assets.what_is_missing(tmp_path))
    assert len(lines) == 2
    assert all("npm ci" in line for line in lines)
    book_assets.copy(tmp_path, tmp_path / "static")
    assert not (tmp_path / "static").exists()


def test_fonts_and_mathjax_are_copied_with_all_that_they_name(
    npm_packages: Path, tmp_path: Path
) -> None:
    book_assets.copy(npm_packages.parent, tmp_path)
    assert (tmp_path / book_assets.MATHJAX).is_file()
    assert list((tmp_path / "mathjax/output/chtml/fonts/woff-v2").glob("*.woff"))
    rules = (tmp_path / book_assets.FONTS).read_text(encoding="utf-8")
    for file in (tmp_path / "fonts").iterdir():
        assert f'url("fonts/{file.name}")' in rules
