"""Put the slides and the book into one folder that any web server can show."""

from __future__ import annotations

import shutil
from pathlib import Path

from workshop.publish import book, slides
from workshop.publish.material import read_material

FOLDER = "_site"
_FRONT = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Interfacing Rust and Python</title>
<link rel="icon" href="slides/img/icon.svg" type="image/svg+xml">
<style>
  :root { color-scheme: light dark }
  body { font: 1.2rem/1.6 system-ui; max-width: 36rem; margin: 4rem auto; padding: 0 1rem }
  h1 { display: flex; align-items: center; gap: 1rem; line-height: 1.2 }
</style>
<h1><img src="slides/img/icon.svg" alt="" width="64" height="64"> Interfacing Rust and Python</h1>
<ul>
  <li><a href="book/index.html">The book</a>: episodes, exercises, reference</li>
  <li><a href="slides/index.html">The slides</a> of the talk, 45 minutes;
    <a href="slides/index.html?short">20 minutes</a> of it</li>
</ul>
</html>
"""


def build(root: Path) -> int:
    """Build `_site/` below `root` from nothing; warnings of the book are errors."""
    read_material(root)
    site = root / FOLDER
    pages = book.build(root, strict=True)
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(pages, site / "book", ignore=shutil.ignore_patterns("_sources", ".buildinfo"))
    slides.export(root, site / "slides")
    (site / "index.html").write_text(_FRONT, encoding="utf-8")
    (site / ".nojekyll").touch()
    print(f"The site is in {FOLDER}/. Look at it: python -m http.server --directory {FOLDER}")
    return 0
