"""The style sheet names Streamlit's elements as Streamlit does: what is only a test id is no class."""

import re
from importlib import resources

from playground.ui.frame.frame import STYLE
from playground.ui.lessons.lesson_page import STYLE as OF_LESSONS


def test_every_class_of_streamlit_in_the_style_sheet_is_a_class_of_its_elements() -> None:
    scripts = resources.files("streamlit") / "static" / "static" / "js"
    code = "\n".join(file.read_text("utf-8") for file in scripts.iterdir() if file.name.endswith(".js"))
    # `"data-testid":"stMain"`; whatever else stands in quotes may be a class.
    classes = set(re.findall(r"""(?<!data-testid":)[ "'`](st[A-Z]\w+)""", code))
    named = set(re.findall(r"\.(st[A-Z]\w+)", STYLE.read_text("utf-8") + OF_LESSONS.read_text("utf-8")))
    assert named
    assert named - classes == set()
