"""A linked file, folder, copy, topic or `work` is followed, and judged by what lies behind it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shop import Shop
from workshop.rust import linked
from workshop.rust.workspace import read_crate

GOOD = "pub fn answer() -> i32 {\n    42\n}\n"
LINKED = ["work/probe/{}/src/lib.rs", "work/probe/{}/src", "work/probe/{}", "work/probe", "work"]


@pytest.mark.cargo
@pytest.mark.parametrize("place", LINKED)
def test_what_is_linked_is_followed(shop: Shop, tmp_path: Path, place: str) -> None:
    stage = f"linked{LINKED.index(place)}"
    exercise = shop.rust(stage, GOOD, "assert_eq!(answer(), 42);")
    shop.work.ensure_copy(exercise)
    link, real = shop.root / place.format(stage), tmp_path / "elsewhere" / "deep" / "real"
    real.parent.mkdir(parents=True)
    shutil.move(link, real)
    link.symlink_to(real)
    assert shop.check(exercise).passed
    file = (shop.work.path(exercise) / "src" / "lib.rs").resolve()
    kept = tmp_path / "kept.rs"
    shutil.copy2(file, kept)
    file.write_text(GOOD.replace("42", "41"))
    assert shop.check(exercise).outcome == "tests"
    shutil.copy2(kept, file)  # with its old date
    assert shop.check(exercise).passed
    for source, shown in (
        (GOOD.replace("answer", "other"), f"exercises/probe/{stage}/tests/test_it.rs"),
        (GOOD.replace("42", "true"), f"work/probe/{stage}/src/lib.rs"),
    ):
        file.write_text(source)
        error = shop.check(exercise).errors[0]
        assert error.primary
        assert error.primary.file == shown


def test_a_copy_that_is_no_link_needs_no_stand_in(shop: Shop) -> None:
    crate = read_crate(shop.work.ensure_copy(shop.rust("direct", GOOD, "")))
    assert linked.readable(shop.root, crate) is crate
