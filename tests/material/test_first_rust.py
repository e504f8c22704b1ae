"""The episode `first-rust`: its tests in the terminal, and its card on one sheet of paper."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from browsing import OfflinePage
from documents import fences
from replica import exercise, place
from workshop.publish import book
from workshop.rust.toolchain import build_environment, find_program


def shown_after(command: str, page: Path) -> list[str]:
    """The lines that the page shows below a command of the terminal."""
    (body,) = [f.text for f in fences(page) if f.info == "console" and f"$ {command}" in f.text]
    return body.split(f"$ {command}\n")[1].splitlines()


def test_cargo_test_reports_what_the_page_shows(root: Path) -> None:
    place().reset(exercise("start-count"))  # other tests may have left their answers there
    place().write_workspace()
    environment = build_environment()
    environment.pop("RUST_BACKTRACE", None)
    environment["RUST_TEST_THREADS"] = "1"  # the page shows the order that one thread gives
    done = subprocess.run(
        [find_program("cargo"), "test"],
        cwd=place().path(exercise("start-count")),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    shown = shown_after("cargo test", root / "lessons" / "first-rust.md")
    pattern = ".*?".join(map(re.escape, "\n".join(shown).split("…")))
    assert done.returncode != 0
    assert re.search(pattern.strip("\\\n"), done.stdout, re.DOTALL), done.stdout


def test_the_card_is_one_sheet_of_paper(
    root: Path, http_folder: Callable[[Path], str], offline_page: OfflinePage
) -> None:
    url = http_folder(book.build(root))
    page = offline_page.open(f"{url}/book/first-rust-card.html")
    page.set_viewport_size({"width": 718, "height": 1047})  # A4 without its margins
    page.emulate_media(media="print")
    cut = page.evaluate(
        "[...document.querySelectorAll('.one-page pre')].filter(e => e.scrollWidth > e.clientWidth)"
        ".map(e => e.textContent)"
    )
    assert cut == []
    pdf = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/MediaBox", pdf)) == 1
