"""Does the report in build/html work in a real browser with the network off, for a reader who only has the files?

REPORT names another folder than build/html, CHROMIUM another browser than /usr/bin/chromium.
"""

import os
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

HTML = Path(os.environ.get("REPORT") or Path(__file__).parents[1] / "build" / "html").resolve()
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PAGES = sorted(path.name for path in HTML.glob("*.html"))
LOCAL = ("file:", "data:", "blob:", "about:")
PHONE = {"width": 375, "height": 720}
DESK = {"width": 1280, "height": 900}
MAX_PAGE, MAX_SITE = 1_500_000, 9_000_000
DRAWN = """figure => figure.querySelectorAll('.main-svg').length > 0
  && figure.data?.length > 0
  && figure.querySelectorAll('g.trace, g.traces, g.points path, .gl-container canvas').length > 0"""


def _missing():
    if not PAGES:
        return f"there is no report in {HTML.name}: make report"
    if not Path(CHROMIUM).exists():
        return f"there is no Chromium at {CHROMIUM}: install it, or name one in CHROMIUM"
    if not find_spec("playwright"):
        return "Playwright is not installed: make env"
    return None


@pytest.fixture(scope="module")
def browser():
    if reason := _missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@contextmanager
def reading(browser, name, **options):
    """A page opened from its file with the network off, which must then have asked for nothing and raised no error."""
    faults = []
    context = browser.new_context(offline=True, **{"viewport": DESK, **options})
    context.on("request", lambda request: request.url.startswith(LOCAL) or faults.append(f"asks for {request.url}"))
    context.on("requestfailed", lambda request: faults.append(f"cannot load {request.url}"))
    context.on("weberror", lambda error: faults.append(f"script error: {error.error}"))
    context.on("console", lambda said: said.type in ("error", "warning") and faults.append(f"{said.type}: {said.text}"))
    page = context.new_page()
    page.goto((HTML / name).as_uri())
    page.wait_for_function(f"[...document.querySelectorAll('.plotly-figure')].every({DRAWN})")
    yield page
    context.close()
    assert not faults, f"{name}: {'; '.join(faults)}"


@pytest.fixture(params=PAGES or ["no page"])
def name(request):
    return request.param


def test_every_figure_is_drawn_and_described(browser, name):
    with reading(browser, name) as page:
        for picture in page.locator("article img").all():
            picture.scroll_into_view_if_needed()
            picture.evaluate("picture => picture.decode()")
            assert picture.evaluate("picture => picture.naturalWidth") > 0
            alt = picture.get_attribute("alt") or ""
            assert len(alt) > 10 and "/" not in alt.split()[0], f"{name}: a picture is described as {alt!r}"
        for figure in page.locator(".plotly-figure").all():
            assert len(figure.get_attribute("aria-label") or "") > 10
        assert page.locator(".plotly-figure").count() == page.locator("script[data-figure]").count()


def test_a_phone_never_scrolls_sideways(browser, name):
    with reading(browser, name, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_paper_cuts_nothing(browser, name):
    with reading(browser, name, viewport={"width": 680, "height": 1000}) as page:
        page.emulate_media(media="print")
        for box in page.locator(".figure-box img, .plotly-figure, .table-box table").all():
            if box.is_visible():
                assert box.evaluate("box => box.getBoundingClientRect().right") <= 681
        assert page.evaluate("document.documentElement.scrollWidth") <= 680


LIGHTNESS = """selector => {
  const property = selector === "body" ? "backgroundColor" : selector.includes("svg") ? "fill" : "color";
  const colour = getComputedStyle(document.querySelector(selector))[property];
  const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}"""


def test_dark_mode_is_dark_everywhere(browser, name):
    with reading(browser, name, color_scheme="dark") as page:
        assert page.evaluate(LIGHTNESS, "body") < 0.2
        assert page.evaluate(LIGHTNESS, "h1") > 0.7
        if page.locator(".plotly-figure").count():
            assert page.evaluate(LIGHTNESS, ".plotly-figure svg text") > 0.6


def test_a_page_is_light_enough_to_send(browser, name):
    with reading(browser, name) as page:
        page.evaluate("Promise.all([...document.images].map(picture => (picture.loading = 'eager', picture.decode())))")
        asked = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    files = {_file(address) for address in asked if address.startswith("file:")} | {HTML / name}
    size = sum(path.stat().st_size for path in files if path.name != "plotly.min.js")
    assert size <= MAX_PAGE, f"{name} takes {size / 1e6:.2f} MB without plotly"


def _file(address):
    return Path(unquote(urlsplit(address).path))


def test_search_finds_and_leads_there(browser):
    with reading(browser, "index.html") as page:
        page.locator(".bd-sidebar-primary .search-button-field").click()
        page.locator("#pst-search-dialog input[type=search]").fill("ceasefire")
        page.keyboard.press("Enter")
        result = page.locator("#search-results li a").first
        result.wait_for()
        assert page.locator("#search-results li a").count() > 1
        result.click()
        assert page.locator("h1").first.inner_text()


def test_the_keyboard_alone_opens_a_fold(browser, name):
    with reading(browser, name) as page:
        if not (folds := page.locator("details.hide > summary")).count():
            pytest.skip("nothing is folded on this page")
        folds.first.focus()
        page.keyboard.press("Enter")
        assert page.locator("details.hide").first.get_attribute("open") is not None
        page.keyboard.press("Tab")
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2


def test_a_figure_follows_the_reader_into_the_dark(browser):
    with_figures = [name for name in PAGES if "data-figure=" in (HTML / name).read_text()]
    if not with_figures:
        pytest.skip("no page has a plotly figure")
    with reading(browser, with_figures[0], color_scheme="light") as page:
        assert page.evaluate(LIGHTNESS, ".plotly-figure svg text") < 0.4
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        page.wait_for_function(f"({LIGHTNESS})('.plotly-figure svg text') > 0.6")


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
def _read(path):
    return _Page(path)


def _needs_report():
    if not PAGES:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(_missing())


def test_every_link_inside_the_report_is_alive():
    _needs_report()
    dead = []
    for name in PAGES:
        for link in _read(HTML / name).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = HTML / unquote(parts.path) if parts.path else HTML / name
            anchor = unquote(parts.fragment) if target.suffix == ".html" else ""
            if not target.is_file() or anchor and anchor not in _read(target).targets:
                dead.append(f"{name}: {link}")
    assert not dead


def test_the_site_is_small_and_ships_nothing_superfluous():
    _needs_report()
    files = [path for path in HTML.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MAX_SITE
    assert not [path.name for path in files if path.suffix == ".map" or path.name == ".buildinfo"]
