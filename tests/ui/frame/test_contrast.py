"""Each colour in which the page writes stands out from what it is written on: 4.5 to 1 (WCAG AA), light and dark."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
THEMES = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
TEXTS = ("textColor", "linkColor", "redTextColor", "orangeTextColor", "greenTextColor", "grayTextColor")
LEAST = 4.5


def channels(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def luminance(colour: list[float]) -> float:
    shares = [value / 255 for value in colour]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, other: str, share: float) -> list[float]:
    return [a * share + b * (1 - share) for a, b in zip(channels(one), channels(other), strict=True)]


def faded() -> Iterator[tuple[str, float]]:
    """Each place where a style sheet writes in the text's colour mixed with the page's, and the text's share."""
    mix = re.compile(r"(?:--soft|(?<![-\w])color):\s*color-mix\(in srgb, var\(--st-text-color\) ([\d.]+)%")
    for sheet in sorted(ROOT.joinpath("playground").rglob("*.css")):
        for rule in re.finditer(r"([^{}]+)\{([^{}]*)\}", sheet.read_text()):
            if ":disabled" not in rule[1]:  # what cannot be used need not be read (WCAG 1.4.3)
                selector = f"{sheet.name}: {rule[1].strip()}"
                yield from ((selector, float(share) / 100) for share in mix.findall(rule[2]))
                if "Caption" in rule[1]:  # Streamlit's own words, which it fades as a whole
                    yield from (
                        (selector, float(share)) for share in re.findall(r"opacity: ([\d.]+)", rule[2])
                    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_themes_texts_can_be_read(scheme: str) -> None:
    theme = THEMES[scheme]
    pages = [channels(theme[name]) for name in ("backgroundColor", "secondaryBackgroundColor")]
    low = {name for name in TEXTS for page in pages if contrast(channels(theme[name]), page) < LEAST}
    assert not low
    assert contrast(channels("#ffffff"), channels(theme["primaryColor"])) >= LEAST  # on the main button


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_faded_words_can_be_read_too(scheme: str) -> None:
    theme = THEMES[scheme]
    page = theme["backgroundColor"]
    found = {
        selector: contrast(mixed(theme["textColor"], page, share), channels(page))
        for selector, share in faded()
    }
    assert found
    assert {selector: value for selector, value in found.items() if value < LEAST} == {}
