"""Does the records page show every record, each at its own address, and run nothing that stands in one?

The browser tests read the report in build/html, or in the folder that REPORT names.
"""

import base64
import json
import os
import re
import zlib
from pathlib import Path

import pytest

from browsing import PHONE, browser, faults_of_access, reading, without  # noqa: F401
from ceasefires import durations, load
from ceasefires.publish import records
from made_site import PLAIN, Inputs

HTML = Path(os.environ.get("REPORT") or Path(__file__).parents[1] / "build" / "html").resolve()
RECORD = "LBY-C-2020-08-21-sarraj"
READY = 2_000  # milliseconds
MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'>"
EVIL = "javascript:alert(3)"
ODD = "<img src=x onerror=alert(5)>"


def unpacked(script):
    """What the browser finds in a packed script."""
    return json.loads(zlib.decompress(base64.b64decode(re.search(r'"(.*)"', script)[1])))


@pytest.fixture(scope="module")
def package(root):
    return json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tables(root, package):
    return records.read(package, root / "data")


@pytest.fixture(scope="module")
def shown(package, tables):
    return {table["name"]: table for table in unpacked(records.script(package, tables))["tables"]}


def column(table, name):
    return table["columns"][[field["name"] for field in table["fields"]].index(name)]


def test_every_cell_of_every_table_is_there(tables, shown):
    sources = column(shown["sources"], "source_id")
    for name, rows in tables.items():
        for field in shown[name]["fields"]:
            if field.get("derived"):
                continue
            cells = column(shown[name], field["name"]) or [""] * len(rows)
            if field.get("refs") == ["sources"]:
                cells = [";".join(sources[number] for number in cell) for cell in cells]
            assert cells == [row[field["name"]] for row in rows], f"{name}.{field['name']}"


def test_ends_are_those_that_the_notebooks_use(shown):
    truces = load().ceasefires
    assert column(shown["ceasefires"], "end_kind") == truces["end_kind"].tolist()
    ended = column(shown["ceasefires"], "ended")
    assert [cell[:10] for cell in ended] == truces["ended_earliest"].dt.strftime("%Y-%m-%d").fillna("").tolist()
    open_ends = truces["ended_latest"].isna() & truces["ended_earliest"].notna()
    assert [cell.endswith("/..") for cell in ended] == open_ends.tolist()


def test_a_correction_is_shown_corrected(root, package, tmp_path):
    for path in (root / "data").glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    row = next(iter(records.read(package, root / "data")["actors"]))
    fix = f"actors,{row['actor_id']},name_en,{json.dumps(row['name_en'])},Somebody else,wrong,2026-01-01\n"
    (tmp_path / "corrections.csv").write_text((root / "data" / "corrections.csv").read_text() + fix)
    assert next(iter(records.read(package, tmp_path)["actors"]))["name_en"] == "Somebody else"


def test_every_kind_of_end_and_relation_has_words(root, package):
    from ceasefires.ends import KINDS

    assert set(records.END_KINDS) == set(KINDS)
    words = (root / "report" / "static" / "records-words.js").read_text(encoding="utf-8")
    fields = next(one for one in package["resources"] if one["name"] == "links")["schema"]["fields"]
    relations = next(field for field in fields if field["name"] == "relation")["meanings"]
    assert all(words.count(f"      {relation}: [") == 2 for relation in relations)


@pytest.fixture(scope="module")
def site():
    if not (HTML / "records.html").is_file():
        without(f"there is no report in {HTML.name}: make report")
    return HTML / "records.html"


def opened(page, selector="#records[data-ready]"):
    page.wait_for_selector(selector)
    return page.evaluate("performance.now()")


def test_an_address_opens_its_record(browser, site):  # noqa: F811
    data = load()
    with reading(browser, site, f"#{RECORD}") as page:
        assert opened(page) <= READY
        record = page.locator("#records article.record")
        assert record.locator("h2").inner_text() == data.name(RECORD)
        assert page.evaluate("document.activeElement.tagName") == "H2"
        assert data.name(RECORD) in page.title()
        text = record.inner_text()
        for table in ("roles", "positions"):
            frame = getattr(data, table)
            for actor in frame.loc[frame["record_id"] == RECORD, "actor_id"]:
                assert data.name(actor) in text
        links = data.links[(data.links["from_id"] == RECORD) | (data.links["to_id"] == RECORD)]
        for other in {*links["from_id"], *links["to_id"]} - {RECORD}:
            assert record.locator(f'a[href="#{other}"]').count()
        known = data.sources.set_index("source_id")["url"]
        for source in data.record(RECORD)["sources"]:
            assert record.locator(f'ol.sources a[href="{known[source]}"][rel~="noopener"]').count() == 1
        assert record.locator('a[href="codebook.html#ceasefires.effective"]').count() == 1
        assert record.locator('a[href="codebook.html#rule-end"]').count() == 1
        assert faults_of_access(page) == []
        page.emulate_media(color_scheme="dark")
        assert faults_of_access(page, dark=True) == []
        page.emulate_media(media="print")
        assert not page.locator("#records form").is_visible() and record.is_visible()


def test_a_truce_says_how_long_it_held_and_who_mediated(browser, site):  # noqa: F811
    data, held = load(), durations.table(load())
    attempts = data.links.loc[(data.links["to_id"] == RECORD) & (data.links["relation"] == "produced"), "from_id"]
    roles = data.roles[data.roles["record_id"].isin(attempts) & (data.roles["role"] == "mediator")]
    with reading(browser, site, f"#{RECORD.lower()}") as page:
        opened(page)
        text = page.locator("article.record").inner_text()
        assert f"Held {held.loc[RECORD, 'low']:.0f} days." in text
        assert len(roles) and all(f"({data.name(actor)}" in text for actor in roles["actor_id"])


@pytest.mark.parametrize("day", ["21/08/2020", "21.8.2020", "21 août 2020", "21 August 2020"])
def test_a_day_is_found_however_it_is_written(browser, site, day):  # noqa: F811
    with reading(browser, site) as page:
        opened(page)
        page.locator("#records-search").fill(day)
        page.locator(f'#records tbody a[href="#{RECORD}"]').wait_for()


def test_the_keyboard_finds_opens_and_leaves_a_record(browser, site):  # noqa: F811
    with reading(browser, site) as page:
        opened(page)
        page.locator("#records-search").focus()
        page.keyboard.type("sarraj declaration")
        found = page.locator(f'#records tbody a[href="#{RECORD}"]')
        found.wait_for()
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.closest('tbody') !== null"):
                break
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
        page.keyboard.press("Enter")
        page.wait_for_selector("article.record h2:focus")
        page.go_back()
        found.wait_for()
        assert page.locator("#records-search").input_value() == "sarraj declaration"


def test_a_list_sorts_and_grows(browser, site):  # noqa: F811
    with reading(browser, site, "#table-mediations") as page:
        opened(page)
        assert page.locator("#records-table").input_value() == "mediations"
        first = page.locator("#records tbody tr:first-child")
        for order in ("ascending", "descending"):
            page.locator('button[data-sort="started"]').press("Enter")
            assert page.locator('th:has([data-sort="started"])').get_attribute("aria-sort") == order
            assert page.evaluate("document.activeElement.dataset.sort") == "started"
            years = load().mediations["started"].str.findall(r"\d{4}").explode().dropna()
            assert (years.min() if order == "ascending" else years.max()) in first.inner_text()
        before = page.locator("#records tbody tr").count()
        page.locator("#records button.more").press("Enter")
        assert page.locator("#records tbody tr").count() > before


def test_a_day_a_language_and_the_front_page_lead_to_a_record(browser, site):  # noqa: F811
    with reading(browser, site.with_name("index.html")) as page:
        page.locator("#find").fill("21 August 2020")
        page.keyboard.press("Enter")
        opened(page)
        page.locator(f'#records tbody a[href="#{RECORD}"]').click()
        page.wait_for_selector("article.record")
        page.locator('#records button[lang="fr"]').click()
        name = load().record(RECORD)["name_fr"]
        assert page.locator("article.record h2").inner_text() == name
        assert page.locator('article.record a[href^="livre-des-codes.html#"]').count()
        assert page.locator("#records form").get_attribute("lang") == "fr"
        assert page.locator(".lead").evaluate_all("all => all.filter((one) => !one.hidden).map((one) => one.lang)") == [
            "fr"
        ]
        assert page.locator("h1").inner_text().startswith("Tous les enregistrements")


def test_a_wrong_address_names_what_comes_closest(browser, site):  # noqa: F811
    with reading(browser, site, f"#{RECORD[:-1]}") as page:
        opened(page)
        assert page.locator("#records li a").first.get_attribute("href") == f"#{RECORD}"


@pytest.mark.parametrize("address", [f"#{RECORD}", "#russia", "#table-sources"])
def test_a_phone_never_scrolls_sideways(browser, site, address):  # noqa: F811
    with reading(browser, site, address, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        opened(page)
        page.evaluate("document.querySelectorAll('#records details').forEach((fold) => (fold.open = true))")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def field(name, **more):
    return {"name": name, "type": "string", "title": name, "description": name, **more}


WICKED = {
    "title": "Wicked",
    "description": MARKUP,
    "resources": [
        {
            "name": "events",
            "path": "events.csv",
            "title": MARKUP,
            "description": MARKUP,
            "schema": {
                "primaryKey": ["event_id"],
                "fields": [
                    field("event_id"),
                    field("name_en"),
                    field("summary_en"),
                    field("started", edtf=True),
                    field("kind", meanings={MARKUP: {"en": MARKUP, "fr": MARKUP}}),
                    field("sources", list=True, references=["sources"]),
                ],
            },
        },
        {
            "name": "sources",
            "path": "sources.csv",
            "title": "Sources",
            "description": "x",
            "schema": {
                "primaryKey": ["source_id"],
                "fields": [field("source_id"), field("publisher"), field("title_short"), field("url")],
            },
        },
    ],
}


@pytest.fixture(scope="module")
def wicked(tmp_path_factory):
    """A site whose data try to run something, through every way in."""
    import csv

    inputs = Inputs(tmp_path_factory.mktemp("wicked"), **{"01_held": PLAIN})
    (inputs.folder / "data" / "datapackage.json").write_text(json.dumps(WICKED))
    rows = {
        "events": [[MARKUP, MARKUP, MARKUP, MARKUP, MARKUP, f"{EVIL};good;{ODD}"]],
        "sources": [
            [EVIL, MARKUP, MARKUP, EVIL],
            ["good", "x", "Good", "https://example.org/?a=1&b=2"],
            [ODD, "x", "Odd", 'https://example.org/"><img src=x onerror=alert(4)>'],
        ],
    }
    for table in WICKED["resources"]:
        with (inputs.folder / "data" / table["path"]).open("w", newline="") as file:
            names = [each["name"] for each in table["schema"]["fields"]]
            csv.writer(file).writerows([names, *rows[table["name"]]])
    cell = f"<table><tr><td>{MARKUP}</td></tr></table>"
    held = json.loads((inputs.folder / "notebooks" / "01_held.ipynb").read_text().replace("<td>1,200", "<td>x"))
    held["cells"][2]["outputs"][0]["data"]["text/html"] = cell
    held["cells"][0]["source"] = f"# What held {MARKUP}?\n\n{MARKUP}"
    (inputs.folder / "notebooks" / "01_held.ipynb").write_text(json.dumps(held))
    inputs.render()
    return inputs.html


@pytest.mark.parametrize("name", ["records.html", "index.html", "data.html", "01_held.html", "../single/01_held.html"])
def test_markup_in_the_data_is_shown_and_never_run(browser, wicked, name):  # noqa: F811
    with reading(browser, (wicked / name).resolve()) as page:
        if name == "records.html":
            opened(page)
            page.locator("#records tbody tr a").first.click()
            page.wait_for_selector("article.record")
            record = page.locator("article.record")
            assert record.locator("h2").inner_text().strip() == MARKUP
            assert record.locator("p.summary").inner_text().startswith(MARKUP)
            assert record.locator('ol.sources a[href="https://example.org/?a=1&b=2"]').inner_text() == "Good"
            page.locator(f'#records a[href="#{EVIL.replace(":", "%3A").replace("(", "(")}"]').first.click()
            page.wait_for_function("document.querySelector('article.record h2').innerText.includes('<img')")
            assert EVIL in page.locator("article.record").inner_text()
        assert page.locator("img[src=x], script:text('alert')").count() == 0
        assert (
            page.locator("a").evaluate_all("links => links.filter(({ protocol }) => protocol === 'javascript:')") == []
        )
