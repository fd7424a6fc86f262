"""A real browser with the network off, for tests that open pages from their files.

CHROMIUM names another browser than /usr/bin/chromium.
"""

import os
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
LOCAL = ("file:", "data:", "blob:", "about:")
PHONE = {"width": 375, "height": 720}
DESK = {"width": 1280, "height": 900}
DRAWN = """figure => figure.querySelectorAll('.main-svg').length > 0
  && figure.data?.length > 0
  && figure.querySelectorAll('g.trace, g.traces, g.points path, .gl-container canvas').length > 0"""
# Contrast is all that the dark changes; of a long page of like parts, the first parts stand for the rest.
AXE = """async dark => {
  document.querySelectorAll('dl.fields').forEach((list, at) => at > 2 && list.remove());
  const only = dark ? { runOnly: ['color-contrast'] } : {};
  const { violations } = await axe.run({ resultTypes: ['violations'], preload: false, ...only });
  return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).slice(0, 3).join(' | ')}`);
}"""


def without(reason):
    """Skip for a reason on a desk; fail for it in CI, where nothing may be missing."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(scope="module")
def browser():
    """Chromium, once for the tests of a file."""
    if not Path(CHROMIUM).exists():
        without(f"there is no Chromium at {CHROMIUM}: install it, or name one in CHROMIUM")
    if not find_spec("playwright"):
        without("Playwright is not installed: make env")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@contextmanager
def reading(browser, path, address="", **options):
    """A page opened from its file with the network off, which must then have asked for nothing and raised no error.

    `page.asked` holds the files that it loaded.
    """
    faults, asked = [], set()
    context = browser.new_context(offline=True, **{"viewport": DESK, **options})

    def on_request(request):
        if request.url.startswith("file:"):
            asked.add(Path(unquote(urlsplit(request.url).path)))
        elif not request.url.startswith(LOCAL):
            faults.append(f"asks for {request.url}")

    context.on("request", on_request)
    context.on("requestfailed", lambda request: faults.append(f"cannot load {request.url}"))
    context.on("weberror", lambda error: faults.append(f"script error: {error.error}"))
    context.on("console", lambda said: said.type in ("error", "warning") and faults.append(f"{said.type}: {said.text}"))
    context.on("dialog", lambda dialog: (faults.append(f"opens a dialog: {dialog.message}"), dialog.dismiss()))
    page = context.new_page()
    page.asked = asked
    page.goto(path.as_uri() + address)
    try:
        yield page
    finally:
        context.close()
    assert not faults, f"{path.name}: {'; '.join(faults)}"


def drawn(page):
    """Bring every plotly figure of a page near, and wait until it is drawn."""
    for figure in page.locator(".plotly-figure").all():
        figure.scroll_into_view_if_needed()
        page.wait_for_function(DRAWN, arg=figure.element_handle())


def faults_of_access(page, *, dark=False):
    """The serious and critical faults that axe-core finds on a page."""
    found = find_spec("axe_playwright_python")
    if not found:
        without("axe-core is not installed: make env")
    if not page.evaluate("'axe' in window"):
        page.evaluate((Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8"))
    page.add_style_tag(content="* { transition: none !important; }")  # or a colour is caught halfway
    page.wait_for_timeout(50)
    return page.evaluate(AXE, dark)
