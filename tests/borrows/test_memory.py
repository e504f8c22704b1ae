"""Memory pictures: a running program confirms each number, arrow and element."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from browsing import OfflinePage
from workshop.base.errors import MaterialError
from workshop.base.markup import style_sheet
from workshop.borrows import memory_svg
from workshop.borrows.memory import (
    FOLDER,
    Box,
    Memory,
    Row,
    Step,
    draw_text,
    read_memory,
    sentences,
)
from workshop.notebook import cell_source
from workshop.rust import rustc

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / FOLDER).glob("*.toml"))
CONTIGUOUS = ("Vec<", "String", "&[", "&str", "&mut [", "MutexGuard<Vec<")
"""Rust's types that hold a pointer and a length."""

ADDRESS = "address"
"""The row of a raw pointer to one value, which Python may hold as an integer."""

GOOD = """
title = "Two variables"
[[steps]]
code = '''
let run = vec![1.0, 2.0];
let view = &run[0..1];
'''
note = "`view` borrows."
[[steps.boxes]]
area = "Stack"
name = "run"
kind = "owner"
rows = [{ name = "pointer", to = "elements" }, { name = "length", value = "2" }]
[[steps.boxes]]
area = "Stack"
name = "view"
rows = [{ name = "pointer", to = "elements[0..1]" }]
[[steps.boxes]]
area = "Heap"
name = "elements"
values = ["1.0", "2.0", ""]
"""


def read(folder: Path, text: str = GOOD) -> Memory:
    file = folder / "name.toml"
    file.write_text(text, encoding="utf-8")
    return read_memory(file)


def contiguous(step: Step) -> list[Box]:
    """The variables and fields of a step that a program can be asked about."""
    boxes = [box for box in step.boxes if not box.state]
    fields = [field for box in boxes for field in fields_of(box, step)]
    asked = [box for box in boxes if box.type.startswith(CONTIGUOUS) or is_address(box)]
    return asked + fields


def is_address(box: Box) -> bool:
    return [row.name for row in box.rows] == [ADDRESS]


def fields_of(box: Box, step: Step) -> list[Box]:
    """The vectors and strings in a struct: of `station`, the rows `name: pointer`, `name: length`
    and `name: capacity` are those of a variable `station.name`.
    """
    rows = dict[str, list[Row]]()
    for row in box.rows:
        field, colon, name = row.name.partition(": ")
        if colon and name in {"pointer", "length", "capacity"}:
            rows.setdefault(field, []).append(replace(row, name=name))
    fields = list[Box]()
    for field, own in rows.items():
        (target,) = [row.target for row in own if row.target]
        floats = all(re.fullmatch(r"-?[\d.]+", cell) for cell in step.at(target.box).values)
        holds = "Vec<f64>" if floats else "String"
        fields.append(Box("", f"{box.name}.{field}", holds, rows=tuple(own)))
    return fields


def probe(step: int, box: Box) -> str:
    """A line that prints where the elements of a variable are, and what they are."""
    name, owns = box.name, not box.type.startswith("&")
    if is_address(box):
        value = f"unsafe {{ *{name} }}"
        return (
            f'println!("{{:?}}", ({step}, "{name}", {name} as usize, 1, 0, '
            f"size_of_val(&{value}), [{value}]));"
        )
    capacity = f"{name}.capacity()" if owns else "0"
    elements = f"{name}.as_bytes()" if "str" in box.type.lower() else f"&{name}[..]"
    return (
        f'println!("{{:?}}", ({step}, "{name}", {name}.as_ptr() as usize, {name}.len(), '
        f"{capacity}, size_of_val({elements}), {elements}));"
    )


def run(memory: Memory, folder: Path) -> dict[tuple[int, str], list[Any]]:
    """Per step and variable: pointer, length, capacity, bytes, elements, as measured."""
    lines = list[str]()
    for number, step in enumerate(memory.steps):
        lines += [*step.lines, *(probe(number, box) for box in contiguous(step))]
    source, program = folder / "main.rs", folder / "main"
    source.write_text(cell_source.as_program("\n".join(lines)), encoding="utf-8")
    words = [
        rustc.compiler(),
        "--edition",
        "2024",
        "-A",
        "warnings",
        "-o",
        str(program),
        str(source),
    ]
    subprocess.run(words, check=True)
    said = subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout
    measured = [ast.literal_eval(line) for line in said.splitlines()]
    return {(step, name): rest for step, name, *rest in measured}


def values(box: Box) -> dict[str, str]:
    return {row.name: row.value for row in box.rows}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_running_program_confirms_the_picture(file: Path, tmp_path: Path) -> None:
    memory = read_memory(file)
    measured = run(memory, tmp_path)
    assert measured, "no box has a type that the test can ask about"
    blocks = dict[str, int]()
    for number, step in enumerate(memory.steps):
        for box in contiguous(step):
            pointer, length, capacity, size, elements = measured[number, box.name]
            stated = values(box)
            assert is_address(box) or stated["length"] == str(length)
            assert stated.get("capacity", "0") == str(capacity)
            (target,) = [row.target for row in box.rows if row.target]
            first = target.first or 0
            end = first + length if target.end is None else target.end
            cells = step.at(target.box).values
            assert end - first == length
            shown = cells[first:end]
            if "str" in box.type.lower():
                assert "".join(shown) == bytes(elements).decode()
            else:
                assert [ast.literal_eval(cell) for cell in shown] == elements
            assert not capacity or len(cells) == capacity
            start = pointer - first * (size // length)
            assert blocks.setdefault(target.box, start) == start, "one block is drawn for two"


def test_a_moved_variable_can_no_longer_be_used(tmp_path: Path) -> None:
    for file in FILES:
        memory, code = read_memory(file), list[str]()
        for step in memory.steps:
            code += step.lines
            for box in (box for box in step.boxes if box.state == "moved"):
                source = tmp_path / "moved.rs"
                program = "\n".join([*code, f"let _ = &{box.name}.len();"])
                source.write_text(cell_source.as_program(program), encoding="utf-8")
                assert rustc.check(source).codes == ("E0382",)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_form_has_the_same_facts(file: Path) -> None:
    memory = read_memory(file)
    drawn, plain = memory_svg.draw(memory), draw_text(memory, color=False)
    ET.fromstring(memory_svg.standalone(memory))  # noqa: S314
    assert "\x1b" not in plain
    assert "\x1b" in draw_text(memory, color=True)
    assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(", drawn)
    for step in memory.steps:
        for box in step.boxes:
            assert f">{box.name}</tspan>" in drawn
            assert box.name in plain
            for cell in box.values:
                assert cell in plain


def test_a_step_in_words(tmp_path: Path) -> None:
    memory = read(tmp_path)
    assert sentences(memory, memory.steps[0]) == [
        "Stack: run: pointer to elements, length 2.",
        "Stack: view: pointer to elements[0..1].",
        "Heap: elements: 1.0, 2.0, unused.",
        "view borrows.",
    ]
    gone = Step("", (Box("Stack", "run", "Vec<f64>", state="moved"),))
    assert sentences(Memory("", (gone,)), gone) == [
        "Stack: run (Vec<f64>) is moved: it can't be used."
    ]


def test_a_terminal_shows_words(tmp_path: Path) -> None:
    assert draw_text(read(tmp_path), color=False) == (
        "Two variables\n\n"
        "let run = vec![1.0, 2.0];\n"
        "let view = &run[0..1];\n"
        "  Stack\n"
        "    run   pointer → elements · length 2\n"
        "    view   pointer → elements[0..1]\n"
        "  Heap\n"
        "    elements   [1.0 | 2.0 |  ]\n"
        "  view borrows.\n"
    )


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('title = "Two variables"', "", "the key `title` is missing"),
        ('kind = "owner"', 'kind = "lender"', "`steps[0].boxes[0].kind`: 'lender' must be one of"),
        ('kind = "owner"', "hue = 1", "there is no key `hue`; the keys here are area, name"),
        (
            'to = "elements"',
            'to = "nothing"',
            "'nothing' must be BOX or BOX[FIRST..END]; the boxes",
        ),
        (
            '"elements[0..1]"',
            '"elements[2..9]"',
            "'elements[2..9]' must be a range of the 3 values",
        ),
        ('to = "elements"', 'to = "elements", value = "1"', "has both `value` and `to`"),
        ('name = "view"', 'name = "run"', "two boxes are named 'run'"),
        ('kind = "owner"', 'values = ["1"]', "the box 'run' has both `rows` and `values`"),
    ],
)
def test_a_mistake_in_the_file_is_named(before: str, after: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(MaterialError, match=r"name\.toml:\d+: ") as raised:
        read(tmp_path, GOOD.replace(before, after, 1))
    assert says in str(raised.value)


def test_markup_in_a_file_stays_text() -> None:
    nasty = "<script>&'\""
    boxes = (Box("A", nasty, nasty, rows=(Row(nasty, nasty),)), Box("B", "b", values=(nasty,)))
    memory = Memory(nasty, (Step(nasty, boxes, nasty),))
    assert "<script" not in memory_svg.draw(memory)
    ET.fromstring(memory_svg.standalone(memory))  # noqa: S314


def test_objects_may_point_to_objects() -> None:
    """Arrows also lead around to a box of the same area, and back to the left."""
    boxes = (
        Box("Names", "run", rows=(Row(to="list"),)),
        Box("Objects", "list", rows=(Row("0", to="float"), Row("owner", to="run"))),
        Box("Objects", "float", values=("3.5",)),
    )
    assert memory_svg.draw(Memory("Lists", (Step("run = [3.5]", boxes),))).count("ws-tip") == 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    theme: str,
    tmp_path: Path,
    npm_packages: Path,
    offline_page: OfflinePage,
    http_folder: Callable[[Path], str],
) -> None:
    figures = "".join(memory_svg.draw(read_memory(file)) for file in FILES)
    (tmp_path / "page.html").write_text(
        f'<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf-8">'
        f"<title>Pictures</title><style>{style_sheet()}</style><main style='background: #888'>"
        f"<h1>Pictures</h1>{figures}</main></html>",
        encoding="utf-8",
    )
    page = offline_page.open(f"{http_folder(tmp_path)}/page.html")
    page.set_viewport_size({"width": 440, "height": 800})
    for summary in page.get_by_text("The same in words").all():
        summary.click()
    page.add_script_tag(path=npm_packages / "axe-core" / "axe.min.js")
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + v.help)")
    assert found == []
    wide = "found => found.filter(one => one.scrollWidth > one.clientWidth).length"
    assert page.locator(".ws-steps").evaluate_all(wide) == 0
    outside = """found => found.flatMap(svg => [...svg.querySelectorAll("*")].filter(one => {
        const inner = one.getBoundingClientRect(), outer = svg.getBoundingClientRect();
        return inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1;
    }).map(one => one.outerHTML))"""
    assert page.locator(".ws-svg").evaluate_all(outside) == []
