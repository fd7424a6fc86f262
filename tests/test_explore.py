import pytest

import ceasefires
import made
from ceasefires.explore import explore


def test_the_choices_are_one_line_of_code_and_that_line_restores_them(data):
    first = explore(data, theatre="ZZZ-port", since="2020-04-01", until="2020-06-30", actors=["reds"])
    assert first.code() == "explore(data, theatre='ZZZ-port', since='2020-04-01', until='2020-06-30', actors=['reds'])"
    again = eval(first.code(), {"explore": explore, "data": data})
    assert again.state() == first.state()


def test_what_is_shown_follows_the_controls(data):
    explorer = explore(data)
    assert "4 truces took effect" in explorer.said.value
    explorer.controls["theatre"].value = "ZZZ-port"
    assert "1 truce took effect" in explorer.said.value and "theatre='ZZZ-port'" in explorer.code()
    assert set(explorer.selection().ceasefires["ceasefire_id"]) == {"ZZZ-C-may"}
    explorer.controls["track"].value = "ZZZ-north"
    assert "no ceasefire" in explorer.said.value


def test_what_cannot_be_read_is_a_sentence_and_not_a_traceback(data):
    explorer = explore(data)
    explorer.controls["since"].value = "June 2020"
    assert "ambiguous" in explorer.said.value
    explorer.controls["since"].value = "2031-01-01"
    assert "<p>" in explorer.said.value


def test_an_unknown_place_gets_the_nearest_spelling(data):
    with pytest.raises(KeyError, match="did you mean 'ZZZ-port'"):
        explore(data, theatre="ZZZ-prot")


def test_without_python_it_says_what_it_would_do(data):
    bundle = explore(data)._repr_mimebundle_()
    assert "In JupyterLab this cell shows controls" in bundle["text/html"]
    assert bundle["text/plain"].startswith("<Explorer: explore(data, since='2020-01-01'")


def test_markup_in_a_name_is_shown_as_text(tmp_path):
    evil = {("theatres", "ZZZ-port", "name_en"): "<b onclick=alert(1)>Port</b>"}
    explorer = explore(ceasefires.load(made.write(tmp_path, evil)), theatre="ZZZ-port")
    assert "<b onclick" not in explorer.line.value + explorer.said.value
