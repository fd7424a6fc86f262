"""Bad data does not enter quietly: many small mutations, each of which the checker must name."""

import csv

import numpy as np
import pytest

import made
from ceasefires.check import check
from ceasefires.schema import HOME, tables
from mutators import MUTANTS, UNSEEN

DRAWS, FULL_DRAWS = 500, 20


def read(folder):
    rows = {}
    for name in tables():
        with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    return rows


def write(folder, name, some):
    with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, tables()[name].columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(some)


def unnamed(folder, rows, draws, seed):
    """The mutations that the checker did not name in the right place, with what it said instead."""
    random, missed, order = np.random.default_rng(seed), [], list(MUTANTS)
    for draw in range(draws):
        kind = order[draw % len(order)]
        changed = {name: [dict(row) for row in some] for name, some in rows.items()}
        place = MUTANTS[kind].act(changed, random)
        if place is None:
            continue
        name, row, column = place
        write(folder, name, changed[name])
        found = [p for p in check(folder) if p.level == "error"]
        write(folder, name, rows[name])
        named = [p for p in found if (p.file, p.row, p.column) == (f"{name}.csv", row, column)]
        if not any(MUTANTS[kind].says in p.what for p in named):
            missed.append((kind, place, [str(p) for p in (named or found)[:2]]))
    return missed


def test_there_are_many_ways_to_be_wrong_and_each_states_its_rule():
    assert len(MUTANTS) >= 20 and all(mutant.rule and mutant.says for mutant in MUTANTS.values())


def test_every_mutation_of_the_made_war_is_named(tmp_path):
    folder = made.write(tmp_path)
    assert unnamed(folder, read(folder), DRAWS, seed=1) == []


def test_mutations_of_the_real_data_are_named(tmp_path):
    rows = read(HOME)
    for name, some in rows.items():
        write(tmp_path, name, some)
    assert unnamed(tmp_path, rows, FULL_DRAWS, seed=2) == []


@pytest.mark.parametrize("kind", UNSEEN)
@pytest.mark.xfail(strict=True, reason="the checker sees form, not truth: only sources and second coders find this")
def test_what_the_checker_cannot_see(kind, tmp_path):
    folder = made.write(tmp_path)
    rows = read(folder)
    UNSEEN[kind](rows, np.random.default_rng(3))
    for name, some in rows.items():
        write(folder, name, some)
    assert any(problem.level == "error" for problem in check(folder))
