"""Does the report in build/html work in a real browser with the network off, for a reader who only has the files?

REPORT names another folder than build/html, CHROMIUM another browser than /usr/bin/chromium.
"""

import base64
import json
import os
import re
import zlib
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

import pictures
from browsing import DESK, PHONE, browser, drawn, faults_of_access, reading, without  # noqa: F401

HTML = Path(os.environ.get("REPORT") or Path(__file__).parents[1] / "build" / "html").resolve()
PAGES = sorted(path.name for path in HTML.glob("*.html"))
SINGLE = HTML.with_name("single")
SINGLES = sorted(path.name for path in SINGLE.glob("*.html"))
PLOTLY = "plotly-packed.js"
WITH_PLOTLY = next((name for name in SINGLES if "data-figure=" in (SINGLE / name).read_text()), None)
MAX_PAGE, MAX_SITE, MAX_SINGLE = 1_500_000, 9_000_000, 3_000_000
READY = 2_000  # milliseconds until the slowest page listens to its reader
LIGHTNESS = """selector => {
  const found = document.querySelector(selector);
  if (!found) return null;
  const property = selector === "body" ? "backgroundColor" : selector.includes("svg") ? "fill" : "color";
  const colour = getComputedStyle(found)[property];
  const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}"""
PICTURES = """async () => Promise.all([...document.querySelectorAll('article img')].map(async (picture) => {
  picture.loading = 'eager';
  await picture.decode();
  return [picture.naturalWidth, picture.getAttribute('alt') ?? ''];
}))"""
FIGURES = """() => [...document.querySelectorAll('.plotly-figure')].map(({ ariaLabel }) => ariaLabel ?? '')"""
BOXES = """() => [...document.querySelectorAll('.figure-box img, .plotly-figure, .table-box table, #records')]
  .filter((box) => box.checkVisibility()).map((box) => box.getBoundingClientRect().right)"""
TEXT = ".plotly-figure svg text"
LEGIBLE = 700  # pixels across, in which 8 points of a figure made 9 inches wide are 9 pixels high


def _needs_report():
    if not PAGES:
        without(f"there is no report in {HTML.name}: make report")


@pytest.fixture(scope="module", params=PAGES or ["no page"])
def seen(browser, request):  # noqa: F811
    """What a reader at a desk sees of one page, in the light, in the dark and on paper."""
    _needs_report()
    name, page_of = request.param, SimpleNamespace()
    with reading(browser, HTML / name, color_scheme="light") as page:
        page_of.ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        drawn(page)
        page_of.pictures, page_of.figures = page.evaluate(PICTURES), page.evaluate(FIGURES)
        page_of.data = page.locator("script[data-figure]").count()
        page_of.size = sum(path.stat().st_size for path in page.asked if path.name != PLOTLY)
        page_of.light = {each: page.evaluate(LIGHTNESS, each) for each in ("body", "h1", TEXT)}
        page_of.fold = _fold(page)
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(f"({LIGHTNESS})('body') < 0.2")
        if page_of.figures:
            page.wait_for_function(f"({LIGHTNESS})('{TEXT}') > 0.6")
        page_of.dark = {each: page.evaluate(LIGHTNESS, each) for each in ("body", "h1", TEXT)}
        page.emulate_media(color_scheme="light", media="print")
        page.set_viewport_size({"width": 680, "height": 1000})
        page_of.paper = [*page.evaluate(BOXES), page.evaluate("document.documentElement.scrollWidth")]
        page.emulate_media(color_scheme="light", media="screen")
        page.set_viewport_size(DESK)
        page_of.faults = lambda dark: faults_of_access(page, dark=dark)
        page_of.turn = lambda scheme: page.emulate_media(color_scheme=scheme)
        page_of.name = name
        yield page_of


def _fold(page):
    """Whether the keyboard alone opened the first fold, and how wide the line around the focus then was."""
    if not (folds := page.locator("details.hide > summary")).count():
        return None
    folds.first.focus()
    page.keyboard.press("Enter")
    opened = page.locator("details.hide").first.get_attribute("open") is not None
    page.keyboard.press("Tab")
    return opened, page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")


def test_every_figure_is_drawn_and_described(seen):
    for width, alt in seen.pictures:
        assert width > 0
        assert len(alt) > 10 and "/" not in alt.split()[0], f"{seen.name}: a picture is described as {alt!r}"
    assert all(len(label) > 10 for label in seen.figures)
    assert len(seen.figures) == seen.data


def test_paper_cuts_nothing(seen):
    assert max(seen.paper) <= 681


def test_dark_mode_is_dark_everywhere(seen):
    assert seen.light["body"] > 0.9 and seen.light["h1"] < 0.4
    assert seen.dark["body"] < 0.2 and seen.dark["h1"] > 0.7
    if seen.figures:
        assert seen.light[TEXT] < 0.4 and seen.dark[TEXT] > 0.6


def test_a_page_is_light_enough_to_send(seen):
    assert seen.size <= MAX_PAGE, f"{seen.name} takes {seen.size / 1e6:.2f} MB without plotly"


def test_a_page_soon_listens_to_its_reader(seen):
    assert seen.ready <= READY


def test_the_keyboard_alone_opens_a_fold(seen):
    if not seen.fold:
        pytest.skip("nothing is folded on this page")
    opened, outline = seen.fold
    assert opened and outline >= 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_shuts_a_reader_out(seen, scheme):
    seen.turn(scheme)
    assert seen.faults(scheme == "dark") == []


@pytest.mark.parametrize("name", PAGES or ["no page"])
def test_a_phone_never_scrolls_sideways_and_keeps_the_words_of_figures_legible(browser, name):  # noqa: F811
    _needs_report()
    with reading(browser, HTML / name, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        drawn(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        widths = page.locator(".figure-box img").evaluate_all("all => all.map((one) => [one.width, one.naturalWidth])")
        assert [width for width, natural in widths if natural and width < min(natural, LEGIBLE)] == []


@pytest.mark.parametrize("name", SINGLES or ["no page"])
def test_a_single_file_stands_alone(browser, name, tmp_path):  # noqa: F811
    if not SINGLES:
        without(f"there is no file in {SINGLE.name}: make report")
    alone = tmp_path / name
    alone.write_bytes((SINGLE / name).read_bytes())
    assert alone.stat().st_size <= MAX_SINGLE
    with reading(browser, alone, viewport=PHONE, color_scheme="dark") as page:
        drawn(page)
        assert all(width > 0 and len(alt) > 10 for width, alt in page.evaluate(PICTURES))
        assert page.asked == {alone}
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert page.evaluate(LIGHTNESS, "body") < 0.2 and page.evaluate(LIGHTNESS, "h1") > 0.7
        if name in (SINGLES[0], WITH_PLOTLY):  # the others are like them, and their articles are checked on the site
            assert faults_of_access(page) == []
        page.set_viewport_size({"width": 680, "height": 1000})
        page.emulate_media(media="print")
        assert max([*page.evaluate(BOXES), page.evaluate("document.documentElement.scrollWidth")]) <= 681


def test_search_finds_and_leads_there(browser):  # noqa: F811
    _needs_report()
    with reading(browser, HTML / "index.html") as page:
        page.locator(".bd-sidebar-primary .search-button-field").click()
        page.locator("#pst-search-dialog input[type=search]").fill("ceasefire")
        page.keyboard.press("Enter")
        result = page.locator("#search-results li a").first
        result.wait_for()
        assert page.locator("#search-results li a").count() > 1
        result.click()
        assert page.locator("h1").first.inner_text()


def test_the_pictures_in_the_readme_come_from_the_report(browser, tmp_path):  # noqa: F811
    _needs_report()
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    for path in pictures.take(browser, HTML, tmp_path):
        assert f"](report/{path.name})" in readme
        now, then = (Image.open(each) for each in (path, Path(__file__).parents[1] / "report" / path.name))
        assert now.size == then.size and len(now.getcolors()) > 8


class _Page(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.targets, self.links = set(), []
        self.feed(path.read_text())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.targets |= {attrs.get("id"), attrs.get("name")}
        self.links += [attrs[key] for key in ("href", "src", "action") if attrs.get(key)]


@cache
def _targets(path):
    return _Page(path).targets | (_records() if path.name == "records.html" else set())


@cache
def _records():
    """The addresses on the records page, which its script makes from the packed data."""
    packed = re.search(r'"(.*)"', (HTML / "_static" / "records-data.js").read_text())[1]
    tables = json.loads(zlib.decompress(base64.b64decode(packed)))["tables"]
    single = [table for table in tables if len(table["key"]) == 1 and table["count"]]
    columns = [table["columns"][[f["name"] for f in table["fields"]].index(table["key"][0])] for table in single]
    return {f"table-{table['name']}" for table in tables}.union(*columns)


def test_every_link_inside_the_report_is_alive():
    _needs_report()
    dead = []
    for name in PAGES:
        for link in _Page(HTML / name).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = HTML / unquote(parts.path) if parts.path else HTML / name
            anchor = unquote(parts.fragment) if target.suffix == ".html" else ""
            if not target.is_file() or anchor and anchor not in _targets(target):
                dead.append(f"{name}: {link}")
    assert not dead


def test_the_site_is_small_and_ships_nothing_superfluous():
    _needs_report()
    files = [path for path in HTML.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MAX_SITE
    assert not [path.name for path in files if path.suffix == ".map" or path.name == ".buildinfo"]
