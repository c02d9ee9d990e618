"""Notebook: a script with its text between the cells."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

_MARK = "# %% "  # begins a section of a script in many editors


def notebook(code: str) -> str:
    """The notebook of a script, as JSON of nbformat 4.

    Each section becomes a heading with the comment below it, and a cell with its code.
    """
    cells = []
    for section in ("\n" + code).split("\n" + _MARK)[1:]:
        heading, *lines = section.split("\n")
        count = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
        text = "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines[:count])
        cells.append(new_markdown_cell(f"## {heading}\n\n{text}".rstrip()))
        cells.append(new_code_cell("\n".join(lines[count:]).strip("\n")))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # nbformat's own random ids would make every export different

    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    found: str = nbformat.writes(new_notebook(cells=cells, metadata=about))
    return found + "\n"
