"""What a picture of permissions says, in words: for a screen reader, a terminal, and a page.

Every text is plain, with `code` in backticks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workshop.borrows.permissions.model import State
from workshop.borrows.permissions.picture import Column, Event, Line, Note, Picture

LETTERS = "RWO"
"""The permissions: read, write, own."""
ERROR_HERE = "the compiler reports an error here"
_SAYS_IT = {Event.LAST_USE, Event.BREAKS}


def sentences(picture: Picture) -> list[str]:
    """The whole picture line by line: what happens to each path, and what it may do from there."""
    found = [sentence for line in picture.lines for sentence in _of_line(picture, line)]
    return [*found, *remarks(picture)]


def remarks(picture: Picture) -> list[str]:
    """What stands below the picture: the variables that it leaves out, and its limits."""
    names = [f"`{name}`" for name in picture.others]
    nothing = (
        [f"Left out, because no permission changes: {_joined(names, 'and')}."] if names else []
    )
    return [*nothing, *(f"{limit.rstrip('.')}." for limit in picture.limits)]


def note_words(column: Column, note: Note) -> str:
    """A note with the name of its path in front, unless it begins with the name itself."""
    names = (f"`{column.name}` ", f"`{column.name.lstrip('*')}` ")
    return note.text if note.text.startswith(names) else f"`{column.name}`: {note.text}"


def mark_words(column: Column, letter: str, *, has: bool) -> str:
    """What a mark means: "may be read", "can't be written"."""
    start = "may be" if has else "can't be"
    return f"{start} {_verbs(column)[LETTERS.index(letter)]}"


def state_words(column: Column, state: State) -> str:
    """What the three marks of a state mean together, as a sentence."""
    has = (state.read, state.write, state.own)
    verbs = _verbs(column)
    may = [verb for verb, allowed in zip(verbs, has, strict=True) if allowed]
    not_ = [verb for verb, allowed in zip(verbs, has, strict=True) if not allowed]
    parts = [f"may be {_joined(may, 'and')}"] if may else []
    parts += [f"can't be {_joined(not_, 'or')}"] if not_ else []
    return f"It {', but '.join(parts)}."


def _of_line(picture: Picture, line: Line) -> Iterator[str]:
    for place, column in enumerate(picture.columns):
        notes = [note for note in line.notes if note.path == place]
        state = line.states[place] if place in line.shown else None
        if notes or state:
            yield " ".join(_of_path(f"Line {line.number}, ", column, notes, state))
    if line.has_error:
        yield f"Line {line.number}: {ERROR_HERE}."


def _of_path(
    start: str, column: Column, notes: Sequence[Note], state: State | None
) -> Iterator[str]:
    said = [note_words(column, notes[0]), *(note.text for note in notes[1:])] if notes else []
    yield f"{start}{'; '.join(said) or f'`{column.name}`'}."
    if state:
        yield state_words(column, state)
        if not state.used_later and not _SAYS_IT & {note.event for note in notes}:
            yield "It isn't used later."


def _verbs(column: Column) -> tuple[str, str, str]:
    return ("read", "written", "copied" if column.copies else "moved")


def _joined(words: Sequence[str], last: str) -> str:
    """Words as a list in English: "a, b and c"."""
    head, end = ", ".join(words[:-1]), words[-1]
    return f"{head} {last} {end}" if head else end
