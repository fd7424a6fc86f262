"""Does the report show what the notebooks and the data hold, all of it, and run none of it?"""

import base64
import errno
import json
import re
import signal
import subprocess
import sys
import zipfile

import pytest

from ceasefires.publish import PublishError, codebook, markup, render
from ceasefires.publish.figures import as_script
from ceasefires.publish.render import sentences
from ceasefires.publish.swap import workspace
from made_site import FIGURE, LINES, PLAIN, ROOT, SENTENCE, Inputs, code, notebook, png, prose, shown


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    inputs = Inputs(tmp_path_factory.mktemp("site"), **{"01_held": PLAIN, "03_lines": LINES})
    inputs.render()
    return inputs


def without_scripts(page):
    return re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


def test_picture_has_alt_text_and_size(site):
    tag = re.search(r'<img [^>]*src="_images/[^>]*>', site.page("01_held"))[0]
    assert 'alt="Bars: 3 of 4 truces ended &quot;early&quot;, 25 % held; n = 4."' in tag
    assert 'width="30"' in tag and 'height="20"' in tag and 'loading="lazy"' in tag
    (picture,) = (site.html / "_images").iterdir()
    assert picture.read_bytes() == base64.b64decode(png())


def test_plotly_figure_carries_its_data_and_its_alt_text(site):
    page = site.page("03_lines")
    data = re.search(r'<script type="application/json" data-figure="(.*?)">(.*?)</script>', page)
    assert json.loads(data[2]) == FIGURE
    tag = re.search(rf'<div class="plotly-figure" id="{data[1]}".*?>', page)[0]
    assert 'role="figure"' in tag and 'aria-label="Bars: 3 of 4 truces ended &quot;early&quot;' in tag
    assert "height:320px" in tag
    assert "<noscript>" in page


def test_plotly_is_loaded_only_where_a_figure_needs_it(site):
    assert "plotly-packed.js" in site.page("03_lines")
    assert not [name for name in ("01_held", "index", "data", "codebook") if "plotly-packed.js" in site.page(name)]


def test_json_in_a_script_cannot_end_the_script():
    evil = {"a": "</script><!--", "b": "\u2028&"}
    assert not set("<>&\u2028") & set(as_script(evil))
    assert json.loads(as_script(evil)) == evil


def test_tables_of_a_notebook_are_shown_and_never_run(site):
    page = site.page("01_held")
    table = re.search(r'<div class="table-box".*?</table></div>', page, re.DOTALL)[0]
    assert "alert" not in table and "onclick" not in table and "style" not in table
    assert 'href="https://example.org/?a=1&amp;b=2"' in table and ">bad</a>" in table
    assert '<td class="number">1,200</td>' in table and '<td class="number">−3.5</td>' in table


def test_a_table_has_one_head_line_and_heads_stand_above_their_numbers():
    head = "<thead><tr><th></th><th>rows</th><th>what</th></tr><tr><th>table</th><th></th><th></th></tr></thead>"
    body = "<tbody><tr><th>a</th><td>1</td><td>x</td></tr><tr><th>b</th><td>22</td><td></td></tr></tbody>"
    table = markup.clean(f"<table>{head}{body}</table>")
    assert '<thead><tr><th>table</th><th class="number">rows</th><th>what</th></tr></thead>' in table


@pytest.mark.parametrize(
    "bad",
    [
        "javascript:alert(1)",
        "JavaScript:x",
        " java\nscript:x",
        "\x01javascript:x",
        "data:text/html,x",
        "vbscript:x",
        "//x.org",
    ],
)
def test_addresses_that_run_something_are_dropped(bad):
    assert markup.address(bad) is None


@pytest.mark.parametrize(
    "good", ["https://example.org/a?b=c:d", "records.html#LBY-C-2020", "#end", "mailto:a@example.org"]
)
def test_addresses_that_open_a_page_are_kept(good):
    assert markup.address(good) == good


def test_unclosed_and_stray_tags_stay_inside_their_output():
    assert markup.clean("</div><p><b>a<i>b</b></p></table>") == "<p><b>a<i>b</i></b></p>"
    assert markup.clean("<table><tr><td>x").endswith("<td>x</td></tr></table></div>")


def test_code_and_tables_are_folded_and_sentences_are_prose(site):
    page = site.page("01_held")
    folds = re.findall(r'<p class="collapsed admonition-title">(.*?)</p>', page)
    assert folds == ["code", "code", "The table behind the figure", "code", "A solution"]
    assert re.search(rf'<p class="output computed">{re.escape(SENTENCE)}</p>', page)


def test_a_formula_needs_no_script(site):
    assert "<math" in site.page("03_lines") and "MathJax" not in site.page("03_lines")


def test_links_to_tables_lead_to_the_download(site):
    assert 'href="_downloads/data/truces.csv"' in site.page("01_held")


@pytest.mark.parametrize("name", ["codebook", "livre-des-codes", "data", "index"])
def test_markup_in_the_data_is_shown_as_text(site, name):
    page = site.page(name)
    assert "<script>alert" not in page and "<img src=x" not in page and "javascript:alert" not in page
    if name != "livre-des-codes":
        assert "&lt;script&gt;" in without_scripts(page) or name == "index"


def test_front_page_lists_the_questions_and_how_to_cite(site):
    page = site.page("index")
    assert re.search(r'href="01_held.html">What held\?</a><p>First words, with a link.</p>', page)
    assert page.index("What held?</a><p>") < page.index("Lines?</a><p>")
    assert "Ada" in page and "Lovelace" in page and "@misc" in page


def test_data_page_counts_rows_and_offers_the_tables(site):
    page = site.page("data")
    assert re.search(r'id="truces".*?<a href="records.html#table-truces">2</a></td>', page)
    assert (site.html / "_downloads/data/truces.csv").read_bytes() == (site.folder / "data/truces.csv").read_bytes()
    assert json.loads((site.html / "_downloads/notebooks/01_held.ipynb").read_text())["cells"][1]["outputs"] == []


def test_a_large_table_is_offered_zipped(tmp_path):
    inputs = Inputs(tmp_path, **{"01_held": PLAIN, "03_lines": LINES})
    (tmp_path / "data" / "truces.csv").write_text("id,status\n" + "a,kept\n" * 20_000)
    inputs.render()
    with zipfile.ZipFile(inputs.html / "_downloads/data/truces.csv.zip") as archive:
        assert archive.read("truces.csv") == (tmp_path / "data" / "truces.csv").read_bytes()
    assert 'href="_downloads/data/truces.csv.zip"' in inputs.page("data")
    assert 'href="_downloads/data/truces.csv.zip"' in inputs.page("01_held")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_codebook_holds_every_table_field_and_value(language):
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    page = codebook.page(package, language)
    suffix = "" if language == "en" else f"_{language}"
    missing = []
    for table in package["resources"]:
        wanted = [table[f"title{suffix}"], table[f"description{suffix}"]]
        section = page[page.index(f'id="table-{table["name"]}"') :]
        section = section[: section.find('<div class="anchor"', 1)]
        assert markup.heading(wanted[0]) in section
        for field in table["schema"]["fields"]:
            entry = re.search(
                rf'<dt id="{table["name"]}\.{field["name"]}">.*?\n(?=<dt id=|</dl>\n|</dl>$)', section, re.DOTALL
            )[0]
            wanted = [field[f"title{suffix}"], field[f"description{suffix}"], field["name"]]
            wanted += field.get("constraints", {}).get("enum", [])
            wanted += [word for value, said in field.get("meanings", {}).items() for word in (value, said[language])]
            missing += [(table["name"], field["name"], text) for text in wanted if markup.text(text) not in entry]
    missing += [rule["id"] for rule in package.get("coding_rules", []) if markup.text(rule[language]) not in page]
    assert not missing


def test_codebook_pages_say_their_language(site):
    assert '<html lang="en"' in site.page("codebook")
    assert '<html lang="fr"' in site.page("livre-des-codes")


def test_nothing_is_fetched_and_nothing_superfluous_shipped(site):
    assert not list(site.html.rglob("*.map"))
    for path in site.html.glob("*.html"):
        assert not re.findall(r'(?:src|srcset)="(?:https?:)?//', path.read_text()), path.name
        assert not re.findall(r'<link[^>]*href="(?:https?:)?//', path.read_text()), path.name


def test_same_inputs_give_the_same_bytes(site, tmp_path):
    again = Inputs(tmp_path / "somewhere" / "else", **{"01_held": PLAIN, "03_lines": LINES})
    again.render()
    first, second = site.files(), again.files()
    assert [str(name) for name in first.keys() | second.keys() if first.get(name) != second.get(name)] == []


BARE = code("bars(t)", shown("image/png", png()))
FAILURES = {
    "no alt text": (notebook(prose("# A?"), BARE), r"04_bad\.ipynb, cell 2: the figure has no alt text"),
    "an error": (
        notebook(
            prose("# A?"),
            code("1/0", {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "by zero", "traceback": []}),
        ),
        r"04_bad\.ipynb, cell 2: ZeroDivisionError: by zero",
    ),
    "never run": (notebook(prose("# A?"), code("1", count=None)), r"04_bad\.ipynb, cell 2 has never run"),
    "a map from the network": (
        notebook(
            prose("# A?"),
            code(
                "m",
                shown("application/vnd.plotly.v1+json", {"data": [{"type": "scattergeo"}], "layout": FIGURE["layout"]}),
            ),
        ),
        r"04_bad\.ipynb, cell 2: a scattergeo figure fetches",
    ),
    "a dead link": (notebook(prose("# A?\n\n[x](99_gone.ipynb)")), r"04_bad\.ipynb, cell 1: .*99_gone"),
}


@pytest.mark.parametrize("what", FAILURES)
def test_a_fault_is_named_and_the_former_site_stays(site, what):
    content, message = FAILURES[what]
    bad, before = site.folder / "notebooks" / "04_bad.ipynb", site.files()
    bad.write_text(json.dumps(content))
    try:
        with pytest.raises(PublishError, match=message):
            site.render()
    finally:
        bad.unlink()
    assert site.files() == before
    assert sorted(path.name for path in site.html.parent.iterdir()) == ["html", "single"]


def test_a_full_disk_is_said(site, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    before = site.files()
    monkeypatch.setattr(render, "assemble", full)
    with pytest.raises(PublishError, match="The disk is full"):
        site.render()
    assert site.files() == before


def test_a_missing_table_is_named(tmp_path):
    inputs = Inputs(tmp_path, **{"01_held": PLAIN, "03_lines": LINES})
    (tmp_path / "data" / "truces.csv").unlink()
    with pytest.raises(PublishError, match=r"truces\.csv is missing"):
        inputs.render()


def test_a_folder_that_is_no_report_is_left_alone(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("x")
    with pytest.raises(PublishError, match="something other than a report"), workspace(tmp_path / "letters"):
        pass
    assert (tmp_path / "letters" / "dear.txt").exists()


def started(inputs):
    command = [sys.executable, "-m", "ceasefires.publish", "render", "notebooks", "build/html"]
    more = ["--report", str(ROOT / "report")]
    return subprocess.Popen([*command, *more], cwd=inputs.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_two_builds_at_once_do_not_harm_each_other(site, tmp_path):
    inputs = Inputs(tmp_path / "both", **{"01_held": PLAIN, "03_lines": LINES})
    both = [started(inputs), started(inputs)]
    assert [(each.communicate()[1], each.returncode) for each in both] == [(b"", 0), (b"", 0)]
    assert inputs.files() == site.files()
    assert sorted(path.name for path in inputs.html.parent.iterdir()) == ["html", "single"]


def test_an_interrupted_build_leaves_the_former_site(site):
    before, build = site.files(), started(site)
    assert b"Rendering" in build.stdout.readline()
    build.send_signal(signal.SIGTERM)
    build.communicate()
    assert build.returncode == 143
    assert site.files() == before
    assert sorted(path.name for path in site.html.parent.iterdir()) == ["html", "single"]


def test_warnings_become_sentences():
    raw = "\x1b[91m/a/source/03_lines.ipynb:70004: WARNING: cross-reference target not found: 'a' [myst.missing]\n"
    assert sentences(render.COLOUR.sub("", raw)) == ["03_lines.ipynb, cell 7: cross-reference target not found: 'a'."]
