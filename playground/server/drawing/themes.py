"""The theme is read from the settings once.

Streamlit reads its some 200 options of colours and fonts anew at the start of each script, in the event loop's thread,
which answers nobody meanwhile.
"""

from typing import Any

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

# Ends the server at once where another release of Streamlit has no such part.
_MODULE: Any = app_session
_POPULATE = _MODULE._populate_theme_msg

_config: Any = config
_known: dict[
    str, tuple[object, CustomThemeConfig]
] = {}  # by section: the settings that were read, and its theme


def read_theme_once() -> None:
    """Has a script begin with the theme that was read before; a changed file of settings is read again."""
    _MODULE._populate_theme_msg = _populate_theme_msg


def _populate_theme_msg(message: CustomThemeConfig, section: str = "theme") -> None:
    settings = _config._config_options
    read, theme = _known.get(section, (None, CustomThemeConfig()))
    if read is not settings:
        theme = CustomThemeConfig()
        _POPULATE(theme, section)
        _known[section] = (settings, theme)
    if theme.ByteSize():  # an empty one leaves the part unset
        message.MergeFrom(theme)
