"""Mistakes of an author, of each kind: one sentence with the file, the line and what is wanted.

Each command that reads the file says it, and none shows a traceback.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from clones import make_clone
from documents import ROOT
from workshop.base.errors import MaterialError
from workshop.cli import main
from workshop.course.catalog import Catalog
from workshop.course.schedule import read_paths
from workshop.publish.material import read_material
from workshop.publish.notebooks import update_notebooks

PAGE, EXERCISE = "lessons/moves.md", "exercises/ownership/move/exercise.toml"
SOURCE = "exercises/ownership/move/src/lib.rs"
CONTENTS, PATHS = "book/_toc.yml", "book/paths.toml"
QUIZ, MISCONCEPTIONS = "lessons/quizzes/moves.toml", "lessons/misconceptions.toml"
CODES, HABITS = "lessons/compiler-codes.toml", "lessons/python-habits.toml"
RUN_TIME = "lessons/run-time-messages.toml"
MEMORY = "lessons/memory/vec-move.toml"

FILES = {
    PAGE: """\
---
title: One owner
id: moves
part: B
teaching: 20
exercising: 25
requires: []
objectives:
  - predict a move
exercises: [ownership-move]
---

# One owner

:::{workshop-quiz} moves-alias
:::

:::{workshop-memory} vec-move
:::
""",
    SOURCE: "",
    EXERCISE: """\
id = "ownership-move"
title = "Move a run"
kind = "rust"
minutes = 8
timeout = 10
files = ["src/lib.rs"]
minimum = "It passes."
stretch = "Two runs."

[starter]
code = "E0382"

[[hints]]
when = ["E0382", "moved"]
text = "The term."

[[hints]]
text = '''
The place.
'''
""",
    CONTENTS: """\
format: jb-book
root: book/index
parts:
  - caption: B
    chapters:
      - file: book/setup
      - file: lessons/moves
""",
    PATHS: """\
[[path]]
id = "one"
title = "One day"
goal = "a move."

[[path.day]]
title = "The day"
starts = "9:00"
room = 375
items = [
  { text = "Talk", minutes = 20 },
  "moves",
]
""",
    QUIZ: """\
[[question]]
id = "moves-alias"
prompt = "Which?"
code = "let a = 1;"

[[question.option]]
text = "One."
correct = true
explanation = "Right."

[[question.option]]
text = "Two."
misconception = "m-alias"
explanation = "Wrong."
""",
    MISCONCEPTIONS: 'm-alias = "Two names."\n',
    CODES: '[E0382]\nsays = "It was moved."\npage = "moves"\n',
    HABITS: '[import]\nmessage = "expected"\nsays = "Rust has `use`."\npage = "moves"\n',
    RUN_TIME: '[panic]\nmessage = "^panic: "\nsays = "It stopped."\n',
    MEMORY: """\
title = "One vector"

[[steps]]
code = "let run = vec![3.5];"

[[steps.boxes]]
area = "Stack"
name = "run"
rows = [{ name = "length", value = "1" }]
""",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_clone(tmp_path, files=FILES)


def test_without_a_mistake_nothing_is_said(root: Path) -> None:
    read_material(root)


Mistake = tuple[str, str, str, str]
MISTAKES: list[Mistake] = [
    # Front matter.
    (PAGE, "teaching: 20", "teaching: 2026-11-28", "5: `teaching`: the date 2026-11-28 must be an"),
    (PAGE, "teaching: 20", "teaching: 2026-13-45", "5: this isn't YAML: `2026-13-45` is no value"),
    (PAGE, "teaching: 20", "teaching: twenty", "'twenty' must be an integer from 1 to 600"),
    (PAGE, "teaching: 20", "teaching: 20.5", "5: `teaching`: 20.5 must be an integer"),
    (PAGE, "teaching: 20", "teaching: 0", "5: `teaching`: 0 must be an integer from 1 to 600"),
    (PAGE, "exercising: 25", "exercising: -5", "6: `exercising`: -5 must be an integer from 0"),
    (PAGE, "teaching: 20", "teaching: 1000000000", "5: `teaching`: 1000000000 must be"),
    (PAGE, "teaching: 20", "teaching:", "5: `teaching`: an empty value must be an integer"),
    (PAGE, "teaching: 20", "teahcing: 20", "5: there is no key `teahcing`. Did you mean `teach"),
    (PAGE, "teaching: 20", "teaching: 20\nroom: 5", "6: there is no key `room`; the keys here"),
    (PAGE, "part: B\n", "", "1: the key `part` is missing"),
    (PAGE, "part: B", "part: B\npart: C", "5: this isn't YAML: the key `part` is given twice"),
    (PAGE, "title: One owner", "title: yes", "2: `title`: true must be a string; put it in qu"),
    (PAGE, "title: One owner", "title: ''", "2: `title`: '' must be a string that isn't empty"),
    (PAGE, "title: One owner", "title: One: owner", "2: this isn't YAML: mapping values are not"),
    (PAGE, "title: One owner", "title: `run`", "cannot start any token; put this string in quo"),
    (PAGE, "title: One owner", "title: \x07", "2: this isn't YAML: unacceptable character"),
    (PAGE, "  - predict", "\t- predict", "9: this isn't YAML: found character '\\t' that"),
    (PAGE, "  - predict a move\n", "", "8: `objectives`: an empty value must be a list of 1 or"),
    (PAGE, "\n  - predict a move", " []", "8: `objectives`: [] must be a list of 1 or more"),
    (PAGE, "predict a move", "predict: a move", "9: `objectives[0]`: {'predict': 'a move'} must"),
    (PAGE, "id: moves", "id: move", "3: `id` is 'move', and must be 'moves', as the file"),
    (PAGE, "requires: []", "requires: [move]", "7: `requires[0]`: there is no episode 'move'. Did"),
    (PAGE, "[ownership-move]", "[ownership-mov]", "10: `exercises[0]`: there is no exercise 'own"),
    (PAGE, "[ownership-move]", "[ownership-move, ownership-move]", "10: `exercises` names"),
    (PAGE, "---\n\n", "\n", "1: a page starts with its front matter"),
    # A page.
    (PAGE, "moves-alias", "moves-alia", "15: There is no question 'moves-alia' in lessons/quizz"),
    (PAGE, "vec-move", "vec-mov", "18: There is no picture of memory vec-mov.toml"),
    (PAGE, "{workshop-memory}", "{workshop-memry}", "18: a notebook cannot show the directive {w"),
    (PAGE, "# One owner", "```{code-cell} ipython3\n1", "13: the fence ``` is never closed"),
    (PAGE, "# One owner", "```{code-cell} x\n:tags: [a\n1\n```", "13: the option '[a' isn't YAML"),
    (PAGE, "# One owner", ":::{workshop-exercise} x\n:::", "13: There is no exercise 'x'"),
    (PAGE, "# One owner", ":::{workshop-measured} x\n:::", "13: There is no measurement x.json"),
    (PAGE, "# One owner", "```{literalinclude} x.rs\n```", "13: x.rs cannot be read: No such"),
    # An exercise.
    (EXERCISE, "minutes = 8", "minutes = 0", "4: `minutes`: 0 must be an integer from 1 to 600"),
    (EXERCISE, "minutes = 8", 'minutes = "8"', "4: `minutes`: '8' must be an integer from 1 to"),
    (EXERCISE, "minutes = 8", "minutes = 2026-11-28", "4: `minutes`: the date 2026-11-28 must"),
    (EXERCISE, "minutes = 8", "minutes = ", "4: this isn't TOML: Invalid value"),
    (EXERCISE, "minutes = 8", "minutes = 8\nminutes = 9", "5: this isn't TOML: Cannot overwrite"),
    (EXERCISE, "timeout = 10", "timeout = nan", "5: `timeout`: nan must be a number above 0 and"),
    (EXERCISE, "timeout = 10", "timeout = inf", "5: `timeout`: inf must be a number above 0 and"),
    (EXERCISE, '"src/lib.rs"', '"src/lob.rs"', "6: `files[0]`: there is no file 'src/lob.rs' in"),
    (EXERCISE, '"src/lib.rs"', '"../move/src/lib.rs"', "6: `files[0]`: there is no file '../mov"),
    (EXERCISE, '["src/lib.rs"]', "[]", "6: `files`: [] must be a list of 1 or more"),
    (EXERCISE, 'kind = "rust"', 'kind = "extension"', "1: `module` is missing; the tests of k"),
    (EXERCISE, 'kind = "rust"', 'kind = "rusty"', "3: `kind`: 'rusty' must be one of rust, ext"),
    (EXERCISE, 'id = "ownership-move"', 'id = "ownership-lend"', "1: `id` is 'ownership-lend', a"),
    (EXERCISE, "[starter]", "[startr]", "10: there is no key `startr`. Did you mean `starter`?"),
    (EXERCISE, 'code = "E0382"', "", "10: `starter` names either a `code` or the `tests`"),
    (EXERCISE, '["E0382", "moved"]', '["E0382", 5]', "14: `hints[0].when[1]`: 5 must be a string"),
    (EXERCISE, "text = '''\nThe place.\n'''", "", "17: `hints[1]`: the key `text` is missing"),
    (EXERCISE, "\nThe place.\n", " ", "18: `hints[1].text`: ' ' must be a string that isn't empty"),
    (
        EXERCISE,
        "stretch",
        'after = "lend"\nhome = true\nstretch',
        "8: `after`: there is no episode",
    ),
    # The table of contents and the paths.
    (CONTENTS, "parts:", "prats:", "3: there is no key `prats`. Did you mean `parts`?"),
    (CONTENTS, FILES[CONTENTS].partition("parts:\n")[2], "", "3: `parts`: an empty value must be"),
    (CONTENTS, FILES[CONTENTS].partition("parts:\n")[2], "  []", "3: `parts`: [] must be a list"),
    (CONTENTS, FILES[CONTENTS], "", "1: it is empty; it must have keys"),
    (CONTENTS, FILES[CONTENTS], "- a", "1: it has no keys; it must have keys"),
    (CONTENTS, "file: lessons/moves", "", "7: `parts[0].chapters[1]`: an empty value must be a"),
    (CONTENTS, "lessons/moves", "lessons/move", "7: `parts[0].chapters[1].file`: there is no page"),
    (CONTENTS, "book/setup", "lessons/moves", "7: `parts[0].chapters[1].file`: lessons/moves stan"),
    (PATHS, "minutes = 20", "minutes = -20", "11: `path[0].day[0].items[0].minutes`: -20 must be"),
    (PATHS, '"moves",', '"move",', "12: `path[0].day[0].items[1]`: there is no episode 'move'"),
    (PATHS, '"9:00"', "09:00:00", "8: `path[0].day[0].starts`: the time 09:00:00 must be a string"),
    (PATHS, '"9:00"', '"nine"', "8: `path[0].day[0]`: `starts` is 'nine', and must be a time"),
    # Questions.
    (QUIZ, "correct = true", 'misconception = "m-alias"', "1: `question[0]`: moves-alias: exactl"),
    (QUIZ, 'misconception = "m-alias"', "correct = true", "11: `question[0].option[1]`: moves-ali"),
    (QUIZ, "m-alias", "m-aliass", "11: `question[0].option[1]`: moves-alias: 'm-aliass' is not"),
    (QUIZ, '"moves-alias"', '"Moves"', "2: `question[0].id`: 'Moves' must be a string of lower"),
    (QUIZ, 'text = "Two."', "text = 2", "12: `question[0].option[1].text`: 2 must be a string"),
    (QUIZ, "[[question]]", "[[question", "1: this isn't TOML: Expected ']]'"),
    (QUIZ, FILES[QUIZ], FILES[QUIZ] * 2, "16: `question[1].id`: moves-alias: the id is taken by"),
    (QUIZ, FILES[QUIZ], "question = 5", "1: `question`: 5 must be a list"),
    (QUIZ, 'explanation = "Wrong."', 'explanation = "a"\nchange = ["x"]', "moves-alias: `change`"),
    (MISCONCEPTIONS, '"Two names."', "5", "1: `m-alias`: 5 must be a string"),
    # Sentences and pictures.
    (CODES, "says =", "say =", "2: `E0382`: there is no key `say`. Did you mean `says`?"),
    (CODES, "page =", 'section = "One own"\npage =', "3: `E0382.section`: 'moves' has no section"),
    (HABITS, '"expected"', '"("', "2: `import`: `message` is no regular expression"),
    (HABITS, FILES[HABITS], "import = 5", "1: `import`: 5 must be a table with the keys"),
    (MEMORY, "[[steps]]", "[[step]]", "3: there is no key `step`. Did you mean `steps`?"),
    (MEMORY, 'name = "run"', "", "6: `steps[0].boxes[0]`: the key `name` is missing"),
]


@pytest.mark.parametrize(("name", "before", "after", "says"), MISTAKES)
def test_a_mistake_is_named_with_its_line(
    name: str, before: str, after: str, says: str, root: Path
) -> None:
    file = root / name
    assert before in FILES[name]
    file.write_text(FILES[name].replace(before, after, 1), encoding="utf-8")
    with pytest.raises(MaterialError) as raised:
        read_material(root)
    said = str(raised.value)
    assert said.startswith(f"{file}:{says}" if says[0].isdigit() else f"{file}:")
    assert says in said
    assert said.endswith((".", "?"))
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("name", [PAGE, EXERCISE, CONTENTS, PATHS, QUIZ, MEMORY])
def test_bytes_that_are_no_text_are_named(name: str, root: Path) -> None:
    (root / name).write_bytes(FILES[name].encode() + b"\n# \xef\n")
    with pytest.raises(MaterialError, match="it is not UTF-8: the byte 0xef"):
        read_material(root)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_is_named(name: str, root: Path) -> None:
    (root / name).unlink()
    named_by = {QUIZ: PAGE, MEMORY: PAGE, EXERCISE: PAGE, PAGE: CONTENTS, SOURCE: EXERCISE}
    file = root / named_by.get(name, name)
    with pytest.raises(MaterialError, match=f"^{re.escape(str(file))}:"):
        read_material(root)


@pytest.mark.parametrize("name", FILES)
def test_a_mark_at_the_start_and_line_ends_of_windows_are_no_mistake(name: str, root: Path) -> None:
    text = b"\xef\xbb\xbf" + FILES[name].encode().replace(b"\n", b"\r\n")
    (root / name).write_bytes(text)
    read_material(root)


SENTENCE = "moves.md:5: this isn't YAML: `2026-13-45` is no value: month must be in 1..12."


@pytest.mark.parametrize("command", [[], ["list"], ["hint"], ["catch-up", "moves"], ["build"]])
def test_each_command_that_reads_a_page_says_the_sentence(
    command: list[str], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / PAGE).write_text(FILES[PAGE].replace("20", "2026-13-45"), encoding="utf-8")
    assert main(command, root) == MaterialError.exit_status
    assert capsys.readouterr().err.endswith(f"{SENTENCE}\n")


@pytest.mark.parametrize("read", [update_notebooks, lambda root: read_paths(Catalog(root))])
def test_the_notebooks_and_the_schedule_say_it(read: Callable[[Path], object], root: Path) -> None:
    (root / PAGE).write_text(FILES[PAGE].replace("20", "2026-13-45"), encoding="utf-8")
    with pytest.raises(MaterialError, match="month must be"):
        read(root)


def test_one_bad_exercise_leaves_the_other_notebooks(root: Path) -> None:
    (root / EXERCISE).write_text(FILES[EXERCISE].replace("8", "0"), encoding="utf-8")
    assert update_notebooks(root).written == ("moves.ipynb",)


def test_the_material_itself_has_no_mistake() -> None:
    read_material(ROOT)
