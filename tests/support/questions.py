"""A question of a quiz, for tests of its format and of its form."""

from __future__ import annotations

from pathlib import Path

from workshop.course import quiz

QUESTION = '''
[[question]]
id = "moves-alias"
prompt = "Is `run` a **second** name, a `Vec<f64>`?"
room = false
code = """
let run = vec![3.5];
let kept = run;
println!("{}", run.len()); // <b>bold?</b>
"""
expects = "E0382"

[[question.option]]
text = "It does not compile: `run` has been moved."
correct = true
explanation = "`kept` owns the list."

[[question.option]]
text = "It prints 1 & `Vec<f64>`."
misconception = "m-alias"
explanation = "That is Python's answer: *one* list, **two** names. Here `Vec<f64>` moves."

[[question.option]]
text = "It copies <script>alert(1)</script>."
misconception = "m-copy-all"
explanation = "Only `Copy` types."
'''


def write_questions(folder: Path, text: str = QUESTION) -> Path:
    """Write one quiz file and the misconceptions that it names below a root; return the root."""
    quizzes = folder / quiz.FOLDER
    quizzes.mkdir(parents=True)
    (quizzes / "moves.toml").write_text(text, encoding="utf-8")
    known = 'm-alias = "b = a is a second name"\nm-copy-all = "assignment copies"\n'
    (folder / "lessons" / "misconceptions.toml").write_text(known, encoding="utf-8")
    return folder
