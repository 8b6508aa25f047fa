"""The handbook's pictures are there and all shown; its pages for a browser need nothing from elsewhere."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image, ImageColor
from release import handbook

from reviewer.domain.pages.tag import PALETTE

LOADED = {"src", "href"}
"""What makes a browser fetch, but for ``href`` of a link that one has to click."""


class Fetched(HTMLParser):
    """What a page makes a browser fetch at once."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names += [value for name, value in attrs if value and name in LOADED and tag != "a"]


def test_each_picture_that_a_chapter_shows_is_there_and_no_other() -> None:
    shown = handbook.named()
    assert sorted(path.stem for path in handbook.PICTURES.iterdir()) == shown
    text = "".join(path.read_text(encoding="utf-8") for path in handbook.CHAPTERS.glob("*.md"))
    assert text.count("![") == len(re.findall(r"!\[[A-Z][^]]{10,}\]\(pictures/", text)) >= len(shown) > 0


def test_each_picture_that_the_readme_shows_is_there_and_no_other() -> None:
    shown = handbook.named_in_readme()
    assert sorted(path.stem for path in handbook.SCREENSHOTS.iterdir()) == shown
    assert handbook.README.read_text(encoding="utf-8").count("![") == len(shown) > 0


def test_the_readme_speaks_to_investigators_first_and_offers_a_package_before_the_sources() -> None:
    first, _, start = handbook.README.read_text(encoding="utf-8").partition("\n## Start\n")
    assert "investigator" in first
    assert [word for word in ("make ", "git ", "pip ", "Python") if word in first] == []
    assert 0 < start.index("(docs/install.md)") < start.index("make demo") < start.index("make test")


def test_each_picture_can_be_read_and_fits_a_small_screen() -> None:
    for path in (*handbook.PICTURES.iterdir(), *handbook.SCREENSHOTS.iterdir()):
        with Image.open(path) as picture:
            picture.load()
            assert picture.width <= 1366
            assert picture.convert("L").getextrema() != (0, 0)


def test_a_picture_in_few_colours_keeps_the_colour_of_each_tag() -> None:
    """Most of a picture of the window are greys and blended edges of letters; a tag's mark is a patch of few pixels."""
    picture = Image.effect_mandelbrot((400, 400), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    edges = Image.merge("RGB", [Image.linear_gradient("L").resize((400, 300)).rotate(90 * turn) for turn in range(3)])
    picture.paste(edges, (0, 100))
    for number, color in enumerate(PALETTE.values()):
        picture.paste(ImageColor.getrgb(color), (20 * number, 10, 20 * number + 12, 22))
    small = handbook.few(picture)
    assert len(small.getcolors() or ()) > 100
    for number, color in enumerate(PALETTE.values()):
        seen = small.convert("RGB").getpixel((20 * number + 6, 16))
        assert isinstance(seen, tuple)
        assert max(abs(is_ - was) for is_, was in zip(seen, ImageColor.getrgb(color), strict=True)) <= 16, color


def test_pictures_of_before_stay_where_new_ones_cannot_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "pictures" / "kept.png"
    kept.parent.mkdir()
    kept.write_bytes(b"of before")
    monkeypatch.setattr(handbook, "PICTURES", kept.parent)
    monkeypatch.setattr(handbook, "SCREENSHOTS", kept.parent)
    monkeypatch.setattr(handbook, "DEMO", tmp_path / "no demo")
    with pytest.raises(SystemExit, match="make screenshots"):
        handbook.take_pictures()
    assert kept.read_bytes() == b"of before"


@pytest.mark.endurance
@pytest.mark.skipif(sys.platform != "linux", reason="packages for Linux are built on Linux alone")
def test_its_pages_for_a_browser_load_nothing_from_elsewhere_and_find_words(tmp_path: Path) -> None:
    made = handbook.make(tmp_path / "handbook")
    pages = sorted(made.rglob("*.html"))
    assert {"index", "investigator", "searching", "counsel", "administrator", "search"} <= {page.stem for page in pages}
    for page in pages:
        seen = Fetched()
        seen.feed(page.read_text(encoding="utf-8"))
        for name in seen.names:
            place = name.partition("?")[0].partition("#")[0]
            assert ":" not in place, f"{page.name} loads {name}"
            assert not place or (page.parent / place).exists(), f"{page.name} lacks {name}"
    for sheet in made.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*['\"]?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet
    for name in handbook.named():
        assert (made / "_images" / f"{name}.png").read_bytes() == (handbook.PICTURES / f"{name}.png").read_bytes()
    assert "casebook" in (made / "searchindex.js").read_text(encoding="utf-8")
