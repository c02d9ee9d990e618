"""Numbers as text for people, equal to the ones of `components/kit/words.js` in the browser."""

import math


def number(value: float, *, padded: bool = True) -> str:
    """Four significant digits: `0.2500`, `12,346`, `1.20e6`; `0.25` without `padded`; NaN and ∞ as such."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    size = abs(value)
    if size != 0 and (size >= 1e6 or size < 1e-4):
        mantissa, _, power = f"{value:.2e}".partition("e")
        text = f"{mantissa if padded else mantissa.rstrip('0').rstrip('.')}e{int(power)}"
    elif size >= 1000:
        text = f"{value:,.0f}"
    else:
        text = f"{value:#.4g}".removesuffix(".")
        if not padded and "." in text:
            text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


def in_bytes(size: float) -> str:
    """A size in words: `3.2 GB`, `15 MB`, `800 bytes`."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            return f"{size / factor:.3g} {unit}"
    return f"{size:.0f} bytes"
