"""A course of any size, to see what each further exercise costs."""

from __future__ import annotations

from pathlib import Path

from shop import DECLARATION, MANIFEST, RUST, Shop

_EPISODE = """\
---
title: Episode {number}
id: episode-{number}
part: B
teaching: 20
exercising: 25
objectives:
  - predict what the compiler says
  - fix it
exercises: [{ids}]
---

# Episode {number}
"""
_IN_EPISODE = 5
GOOD = "pub fn answer() -> i32 {\n    42\n}\n"


def write_course(shop: Shop, exercises: int) -> None:
    """Write so many exercises in plain Rust, five an episode; the first one passes as it is."""
    names = [(f"topic{n // _IN_EPISODE}", f"stage{n % _IN_EPISODE}") for n in range(exercises)]
    for topic, stage in names:
        write_exercise(shop.root / "exercises" / topic / stage)
    toc = "parts:\n  - caption: B\n    chapters:\n"
    for number in range(0, exercises, _IN_EPISODE):
        ids = ", ".join("-".join(name) for name in names[number : number + _IN_EPISODE])
        text = _EPISODE.format(number=number, ids=ids)
        (shop.root / "lessons" / f"episode-{number}.md").write_text(text)
        toc += f"      - file: lessons/episode-{number}\n"
    (shop.root / "book" / "_toc.yml").write_text(toc)


def write_exercise(folder: Path) -> None:
    """One exercise that passes as it is."""
    topic, stage = folder.parts[-2:]
    (folder / "src").mkdir(parents=True)
    (folder / "tests").mkdir()
    facts = {"topic": topic, "stage": stage, "kind": "rust", "timeout": 10.0, "module": ""}
    facts["file"] = "src/lib.rs"
    (folder / "exercise.toml").write_text(DECLARATION.format(**facts))
    manifest = MANIFEST.format(topic=topic, stage=stage, target=RUST.format(topic, stage))
    (folder / "Cargo.toml").write_text(manifest)
    (folder / "src" / "lib.rs").write_text(GOOD)
    test = "#[test]\nfn test_it() {\n    assert_eq!(answer(), 42);\n}\n"
    (folder / "tests" / "test_it.rs").write_text(f"use {topic}_{stage}::answer;\n\n{test}")
