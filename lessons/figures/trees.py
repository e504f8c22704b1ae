"""Draw the cost of the trees over the number of points, from `lessons/data/trees.json`."""

from __future__ import annotations

import json
from pathlib import Path

from workshop.bench.tree_picture import draw_all as draw

HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    data = HERE.parent / "data" / "trees.json"
    draw(json.loads(data.read_text(encoding="utf-8")), HERE)
