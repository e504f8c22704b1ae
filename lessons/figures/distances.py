"""Draw the nearest distances, from `lessons/data/distances.json`: by size, by loop, by thread."""

from __future__ import annotations

import json
from pathlib import Path

from workshop.bench.picture import draw_all as draw

HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    data = HERE.parent / "data" / "distances.json"
    draw(json.loads(data.read_text(encoding="utf-8")), HERE)
