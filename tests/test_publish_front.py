"""Do the front page, the captions, the citations and the single files say what the notebooks and the files hold?"""

import base64
import json
import re
from datetime import datetime

import pytest
import yaml

from ceasefires.publish import PublishError, cite, front, markup, readers, single
from made_site import ALT, CFF, LINES, PLAIN, SENTENCE, Inputs, code, notebook, png, prose, shown


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    inputs = Inputs(tmp_path_factory.mktemp("front"), **{"01_held": PLAIN, "03_lines": LINES})
    inputs.render()
    return inputs


def test_front_page_shows_a_picture_that_leads_to_its_notebook(site):
    figure = re.search(r'<figure class="hero">(.*?)</figure>', site.page("index"), re.DOTALL)[1]
    assert f'alt="{markup.text(ALT)}"' in figure and 'href="01_held.html"' in figure
    assert (site.html / re.search(r'src="(.*?)"', figure)[1]).read_bytes() == base64.b64decode(png())


def test_findings_are_the_first_sentences_that_notebooks_compute(site):
    found = re.search(r'<ul class="findings">(.*?)</ul>', site.page("index"), re.DOTALL)[1]
    assert re.findall(r"<li><p>(.*?)</p>", found) == [SENTENCE]
    assert 'href="01_held.html">What held?</a>' in found


def test_a_solution_is_no_finding():
    cells = [code("x", shown("text/plain", repr(SENTENCE)), tags=["solution"]), code("y", shown("text/plain", "2"))]
    assert front.first_sentence(notebook(prose("# A?"), *cells)) is None


@pytest.mark.parametrize("output", ["[1, 2]", "<Figure>", "'a'", "True", "   a  b"])
def test_only_a_sentence_is_a_sentence(output):
    assert markup.sentence(output) is None


def test_every_notebook_is_offered_and_comes_as_one_file(site):
    assert 'href="_downloads/notebooks/03_lines.ipynb"' in site.page("index")
    assert {path.name for path in site.single.iterdir()} == {"01_held.html", "03_lines.html"}


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    inputs = Inputs(tmp_path, **{"01_held": PLAIN})
    inputs.single.mkdir(parents=True)
    (inputs.single / "thesis.txt").write_text("mine")
    with pytest.raises(PublishError, match="holds something else"):
        inputs.render()
    assert (inputs.single / "thesis.txt").read_text() == "mine" and not inputs.html.exists()


def test_a_caption_tells_rows_and_cut_off():
    found = readers.copy(PLAIN, {}, datetime(2026, 3, 31))["cells"][1]["outputs"][0]["metadata"]["image/png"]
    assert found == {"alt": ALT, "caption": "The table behind it shows 2 rows. Data to 31 March 2026."}
    made_up = json.loads(json.dumps(PLAIN))
    made_up["cells"][1]["metadata"]["tags"] = ["figure", "made-up"]
    found = readers.copy(made_up, {}, datetime(2026, 3, 31))["cells"][1]["outputs"][0]["metadata"]["image/png"]
    assert found["caption"] == "The table behind it shows 2 rows. Made-up data."


def test_a_figure_s_own_caption_wins():
    figure = shown("image/png", png(), alt=ALT, caption="n = 4 truces")
    found = readers.copy(notebook(code("f()", figure)), {}, None)["cells"][0]["outputs"][0]
    assert found["metadata"]["image/png"]["caption"] == "n = 4 truces"


def test_a_notebook_without_cells_is_a_page_without_cells():
    assert readers.copy(notebook(), {}, None)["cells"] == []


def test_a_picture_can_be_taken_away(site):
    link = re.search(
        r'<p class="figure-caption">.*?<a class="take" href="(.*?)" download>PNG</a>', site.page("01_held")
    )
    assert (site.html / link[1]).read_bytes() == base64.b64decode(png())


def test_bibtex_is_built_from_the_file():
    text = cite.bibtex(CFF)
    assert "author  = {Lovelace, Ada and {The contributors}}" in text
    assert r"title   = {{Truces \& links: 100 \% open}}" in text
    assert "license = {CC-BY-4.0, MIT}" in text
    assert "year    = {2021}" in text and "url     = {https://example.org/a_b}" in text


def test_ris_is_built_from_the_file():
    lines = cite.ris(CFF).splitlines()
    assert lines[0] == "TY  - DATA" and lines[-1] == "ER  - "
    assert {"AU  - Lovelace, Ada", "AU  - The contributors", "TI  - Truces & links: 100 % open"} <= set(lines)
    assert {"PY  - 2021", "DA  - 2021/03/04", "ET  - 1.2.0", "UR  - https://example.org/a_b"} <= set(lines)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)


def test_a_date_or_address_that_is_not_in_the_file_is_not_made_up():
    bare = "title: Truces\nauthors: [{name: The contributors}]\n"
    assert cite.line(bare) == "The contributors. Truces"
    assert not re.search(r"year|url|doi", cite.bibtex(bare)) and not re.search(r"^(PY|DA|UR|DO)", cite.ris(bare), re.M)


def test_citation_files_are_there_to_download(site):
    for name in ("ceasefires.bib", "ceasefires.ris", "CITATION.cff"):
        assert f'href="_downloads/{name}"' in site.page("index")
    assert yaml.safe_load((site.html / "_downloads/CITATION.cff").read_text()) == yaml.safe_load(CFF)


def test_ids_of_records_in_tables_lead_to_the_record():
    key, known = "LBY-C-2020-08-21-sarraj", frozenset({"LBY-C-2020-08-21-sarraj"})
    row = f"<tr><td>{key}; LBY-C-2099-01-01-none</td><td><a href='#x'>{key}</a></td></tr>"
    shown = markup.clean(f"<table>{row}</table>", known)
    assert f'<td><a class="record" href="records.html#{key}">{key}</a>; LBY-C-2099-01-01-none</td>' in shown
    assert f'<td><a href="#x">{key}</a></td>' in shown


def test_a_rule_s_case_leads_to_the_record(site):
    assert '<a class="record" href="records.html#LBY-1">LBY-1</a>' in site.page("codebook")


@pytest.mark.parametrize("name", ["01_held", "03_lines"])
def test_a_single_file_asks_for_nothing(site, name):
    page = (site.single / f"{name}.html").read_text()
    markup_alone = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.findall(r'(?:src|srcset)="(?!data:)', markup_alone)
    assert re.findall(r'<link [^>]*href="([^"]*)"', markup_alone) == ["data:,"]
    assert not re.findall(r'href="(?!https?:|#|mailto:|data:,)', markup_alone)
    assert "@import" not in page and not re.findall(
        r"url\((?!data:)", "".join(re.findall(r"<style>.*?</style>", page, re.S))
    )


def test_a_single_file_holds_the_picture_and_plotly_only_where_used(site):
    held, lines = ((site.single / f"{name}.html").read_text() for name in ("01_held", "03_lines"))
    assert f'src="data:image/png;base64,{png()}"' in held and f'alt="{markup.text(ALT)}"' in held
    assert "(window.packed ??= {}).plotly" not in held and lines.count("(window.packed ??= {}).plotly") == 1
    assert len(lines) < 3_000_000


def test_a_script_that_would_end_early_is_refused(tmp_path):
    (tmp_path / "a.js").write_text("x = '</script>'")
    with pytest.raises(single.PublishError, match="ends a script early"):
        single._script(tmp_path / "a.js")
