"""The compiler's messages as answers of the probes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from workshop.borrows.permissions.probes import Ask, CopyFile, Origin, Probe
from workshop.rust.diagnostics import Diagnostic, Span

_BORROW_CODES = frozenset(
    {
        "E0373",
        "E0381",
        "E0382",
        "E0384",
        "E0499",
        "E0500",
        "E0501",
        "E0502",
        "E0503",
        "E0505",
        "E0506",
        "E0507",
        "E0508",
        "E0509",
        "E0510",
        "E0515",
        "E0521",
        "E0594",
        "E0596",
        "E0597",
        "E0621",
        "E0626",
        "E0700",
        "E0712",
        "E0713",
        "E0716",
    }
)
_WITHOUT_CODE = re.compile(r"lifetime may not live long enough|captured variable cannot escape")
CONFLICTS = frozenset({"E0499", "E0500", "E0501", "E0502", "E0503", "E0505", "E0506", "E0713"})
"""A use at a place where something else has borrowed the value."""

_NOT_MUT = {"E0594", "E0596"}
"""All of one variable come as one error that marks its declaration."""
_NAMES = re.compile(r"`\**(\w+)[^`]*`")
TYPE = re.compile(r"the trait bound `(.*): __Type` is not satisfied", re.DOTALL)
"""How the compiler names a type."""


@dataclass(frozen=True)
class Message:
    """A diagnostic, and for each of its spans where it comes from."""

    diagnostic: Diagnostic
    spans: tuple[tuple[Span, Origin], ...]

    @property
    def code(self) -> str | None:
        """The compiler's code."""
        return self.diagnostic.code

    def in_source(self) -> list[tuple[Span, int]]:
        """The spans in the user's own code, with their offset there; the primary one first."""
        found = [(span, at.offset) for span, at in self.spans if at.offset is not None]
        return sorted(found, key=lambda pair: not pair[0].primary)

    @property
    def place_of_user(self) -> int | None:
        """The offset in the source of the primary span, if that is the user's code."""
        return next((offset for span, offset in self.in_source() if span.primary), None)


@dataclass(frozen=True)
class Answers:
    """What came of one call.

    `own` are the errors that the program itself has, `errors` those that mark a probe, `breaks`
    those that mark the user's code because of a probe, `misplaced` the probes that can't stand
    where they are.
    """

    own: tuple[Diagnostic, ...]
    errors: dict[Probe, list[Message]] = field(default_factory=dict)
    breaks: dict[Probe, list[Message]] = field(default_factory=dict)
    misplaced: set[Probe] = field(default_factory=set)

    def codes(self, probe: Probe) -> set[str]:
        """The codes of the errors that mark a probe."""
        return {message.code or "" for message in self.errors.get(probe, ())}


def variables_named(diagnostic: Diagnostic) -> list[str]:
    """The variables that a message names, alone or with what stands behind them."""
    return _NAMES.findall(diagnostic.message)


def is_about_borrows(diagnostic: Diagnostic) -> bool:
    """Whether the borrow checker reports it, so that types and names are right."""
    if diagnostic.code is None:
        return _WITHOUT_CODE.search(diagnostic.message) is not None
    return diagnostic.code in _BORROW_CODES


def read_answers(
    diagnostics: Iterable[Diagnostic], file: CopyFile, own: set[int | None]
) -> Answers:
    """Sort the errors; `own` are the offsets at which the program itself has one."""
    messages = [_placed(each, file) for each in diagnostics if each.is_error]
    mine = [message for message in messages if _copy_of(message) == 0]
    answers = Answers(tuple(message.diagnostic for message in mine))
    known = own | {message.place_of_user for message in mine}
    for message in messages:
        if _copy_of(message) == 0:
            continue
        marked = {at.probe for span, at in message.spans if span.primary and at.probe}
        others = {at.probe for span, at in message.spans if not span.primary and at.probe}
        for probe in marked:
            named = probe.ask is Ask.TYPE and TYPE.search(message.diagnostic.message)
            if not named and not is_about_borrows(message.diagnostic):
                answers.misplaced.add(probe)
            answers.errors.setdefault(probe, []).append(message)
        elsewhere = not marked and message.code not in _NOT_MUT
        if elsewhere and message.place_of_user not in known:
            for probe in others:
                answers.breaks.setdefault(probe, []).append(message)
    return answers


def _placed(diagnostic: Diagnostic, file: CopyFile) -> Message:
    spans = [one.call or one for one in diagnostic.spans]
    return Message(diagnostic, tuple((span, file.origin(span.start)) for span in spans))


def _copy_of(message: Message) -> int:
    primary = next((at.copy for span, at in message.spans if span.primary), None)
    return 0 if primary is None else primary
