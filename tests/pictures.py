"""The pictures of the site in the README, taken from build/html: make pictures."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

from browsing import CHROMIUM

VIEWS = {
    "front.png": ("index.html", "main"),
    "record.png": ("records.html#LBY-C-2020-08-21-sarraj", "article.record"),
}
SIZE = {"width": 1100, "height": 760}


def take(browser, html: Path, folder: Path) -> list[Path]:
    """Write a picture of each view of the site into a folder; returns what it wrote."""
    written = []
    for name, (address, ready) in VIEWS.items():
        page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        page.goto(f"{(html / address.split('#')[0]).resolve().as_uri()}{address[len(address.split('#')[0]) :]}")
        page.locator(ready).first.wait_for()
        image = Image.open(BytesIO(page.screenshot())).convert("RGB")
        page.close()
        image.quantize(64, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(folder / name, optimize=True)
        written.append(folder / name)
    return written


if __name__ == "__main__":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for path in take(chromium, *map(Path, sys.argv[1:])):
            print(path)
