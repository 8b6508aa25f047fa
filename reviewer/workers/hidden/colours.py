"""Colours of CSS and of HTML attributes, and whether one can be told from another."""

from __future__ import annotations

import re
from functools import lru_cache

Colour = tuple[int, int, int]
"""Red, green and blue from 0 to 255."""

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)

_CONTRAST = 1.15
"""Contrast (WCAG 2.2, relative luminance) under which nobody sees a letter; #f0f0f0 on white has 1.14."""

_HEX = re.compile(r"#?([0-9a-f]{3,8})\Z")
_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^()]{1,80})\)\Z")
_NAMED: dict[str, Colour] = {
    "black": BLACK,
    "white": WHITE,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240),
    "mintcream": (245, 255, 250),
    "azure": (240, 255, 255),
    "aliceblue": (240, 248, 255),
    "whitesmoke": (245, 245, 245),
    "seashell": (255, 245, 238),
    "silver": (192, 192, 192),
    "lightgray": (211, 211, 211),
    "lightgrey": (211, 211, 211),
    "gainsboro": (220, 220, 220),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "darkgray": (169, 169, 169),
    "darkgrey": (169, 169, 169),
    "dimgray": (105, 105, 105),
    "red": (255, 0, 0),
    "darkred": (139, 0, 0),
    "maroon": (128, 0, 0),
    "green": (0, 128, 0),
    "lime": (0, 255, 0),
    "darkgreen": (0, 100, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "darkblue": (0, 0, 139),
    "yellow": (255, 255, 0),
    "lightyellow": (255, 255, 224),
    "orange": (255, 165, 0),
    "purple": (128, 0, 128),
    "teal": (0, 128, 128),
    "aqua": (0, 255, 255),
    "cyan": (0, 255, 255),
    "fuchsia": (255, 0, 255),
    "magenta": (255, 0, 255),
    "olive": (128, 128, 0),
}


@lru_cache(4096)
def colour_of(value: str) -> tuple[Colour, float] | None:
    """A colour and its opacity from 0 to 1; None for what names none that is known here."""
    value = value.strip().lower()
    if value == "transparent":
        return BLACK, 0.0
    if value in _NAMED:
        return _NAMED[value], 1.0
    written = _HEX.match(value)
    if written:
        return _by_digits(written[1])
    called = _FUNCTION.match(value)
    return _by_numbers(called[1], called[2]) if called else None


def _by_digits(digits: str) -> tuple[Colour, float] | None:
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) not in (6, 8):
        return None
    red, green, blue, opacity = (int(digits[at : at + 2] or "ff", 16) for at in (0, 2, 4, 6))
    return (red, green, blue), opacity / 255


def _by_numbers(name: str, inner: str) -> tuple[Colour, float] | None:
    parts = [part for part in re.split(r"[\s,/]+", inner.strip()) if part]
    if len(parts) not in (3, 4):
        return None
    try:
        numbers = [float(part.rstrip("%deg")) for part in parts]
    except ValueError:
        return None
    opacity = numbers[3] / (100 if parts[3].endswith("%") else 1) if len(parts) == 4 else 1.0
    if name.startswith("hsl"):
        return _by_hue(numbers[0], numbers[1] / 100, numbers[2] / 100), opacity
    scaled = [number * 2.55 if part.endswith("%") else number for number, part in zip(numbers, parts, strict=True)]
    red, green, blue = (max(0, min(255, round(number))) for number in scaled[:3])
    return (red, green, blue), opacity


def _by_hue(hue: float, saturation: float, lightness: float) -> Colour:
    """CSS Color Module Level 4, section 7."""

    def channel(offset: float) -> int:
        at = (offset + hue / 30) % 12
        value = lightness - saturation * min(lightness, 1 - lightness) * max(-1, min(at - 3, 9 - at, 1))
        return max(0, min(255, round(255 * value)))

    return channel(0), channel(8), channel(4)


@lru_cache(4096)
def alike(letters: Colour, ground: Colour) -> bool:
    """Whether letters of one colour cannot be seen on a ground of the other."""
    first, second = _luminance(letters), _luminance(ground)
    contrast = (max(first, second) + 0.05) / (min(first, second) + 0.05)
    if contrast >= _CONTRAST:
        return False
    return sum((a - b) ** 2 for a, b in zip(letters, ground, strict=True)) < 60**2  # red on a green as bright is seen


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
