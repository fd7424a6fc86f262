"""Exercises: is an answer right, and if not, where to look, without giving it away."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from . import asked, words
from .dataset import Dataset, load
from .words import Sentence, _, say

TOLERANCE = 1e-6


class Exercise(NamedTuple):
    """One exercise: how the right answer follows from the data, and what to say to whoever has another one."""

    solve: Callable[[Dataset], object]
    hint: str


EXERCISES: dict[str, Exercise] = {}


def exercise(name: str, *, hint: str) -> Callable:
    """Register the function that solves an exercise, under notebook number and order, as in ``03-1``."""

    def keep(solve: Callable[[Dataset], object]) -> Callable:
        EXERCISES[name] = Exercise(solve, hint)
        return solve

    return keep


def check_answer(name: str, answer) -> Sentence:
    """Say whether an answer is right; if not, give a hint that does not give it away.

    Numbers count as equal to one part in a million, words whatever their case, collections whatever their order.
    Raises KeyError with the nearest name when there is no such exercise.
    """
    _register()
    asked.known(name, EXERCISES, "exercise")
    if answer is ...:
        return say(_("No answer yet: put yours in place of the three dots and run the cell again."))
    right = _canonical(_solution(name, words.language()))
    given = _canonical(answer)
    if type(right) is not type(given):
        return say(_("Not yet: the answer is {kind}."), kind=_kind(right))
    if _same(right, given):
        return say(_("Right."))
    if isinstance(right, frozenset) and given:
        missing, extra = len(right - given), len(given - right)
        return say(
            _("Not yet: {missing} missing and {extra} too many. {hint}"),
            missing=missing,
            extra=extra,
            hint=_(EXERCISES[name].hint),
        )
    return say(_("Not yet. {hint}"), hint=_(EXERCISES[name].hint))


@lru_cache
def _solution(name: str, _language: str):
    return EXERCISES[name].solve(_data())


@lru_cache
def _data() -> Dataset:
    return load()


def _register() -> None:
    from . import questions  # noqa: F401 - registers every exercise


def _canonical(answer):
    if isinstance(answer, bool | np.bool_):
        return bool(answer)
    if isinstance(answer, int | float | np.integer | np.floating):
        return float(answer)
    if isinstance(answer, str):
        return answer.strip().casefold()
    if isinstance(answer, pd.DataFrame):
        return _canonical(answer.index)
    if isinstance(answer, np.ndarray) and answer.ndim == 0:
        return _canonical(answer.item())
    if isinstance(answer, Iterable):
        return frozenset(str(_canonical(part)) for part in answer)
    return answer


def _same(right, given) -> bool:
    if isinstance(right, float):
        return abs(right - given) <= TOLERANCE * max(1.0, abs(right))
    return right == given


def _kind(right) -> str:
    kinds = {bool: _("True or False"), float: _("a number"), str: _("a word or an id"), frozenset: _("a list or set")}
    return kinds.get(type(right), _("of another kind"))
