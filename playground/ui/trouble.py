"""What every page says while runs cannot be kept."""

from playground.server.services import runs
from playground.ui.markdown import escaped


def trouble() -> str:
    """A line of Markdown, "" while all is well."""
    said = runs().trouble
    return f":orange[:material/cloud_off: {escaped(said)}]" if said else ""
