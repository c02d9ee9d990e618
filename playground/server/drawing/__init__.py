"""How Streamlit runs the scripts of pages and sends what they draw, where its own way loses something or costs much.

Each module replaces parts of Streamlit 1.67 and says why. Where another release has no such parts, the server ends at
once.
"""

from playground.server.drawing.cursors import copy_cursors
from playground.server.drawing.lookups import look_up_alone
from playground.server.drawing.reconnecting import draw_anew_after_cuts
from playground.server.drawing.scripts import run_to_the_end
from playground.server.drawing.themes import read_theme_once
from playground.server.drawing.together import send_together
from playground.server.drawing.unsent import keep_unsent


def patch_streamlit() -> None:
    """Replaces those parts, in this process and from now on."""
    look_up_alone()
    run_to_the_end()
    keep_unsent()
    draw_anew_after_cuts()
    send_together()
    read_theme_once()
    copy_cursors()
