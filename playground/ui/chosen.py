"""Which runs are chosen on the page of runs: they stand in the address, so that a link shows the same."""

import re
from collections.abc import Iterable

import streamlit as st

MOST = 20  # runs in one chart; more can no longer be told apart

_ID = re.compile(r"[0-9a-f]{8,64}")


def ids_in(address: str) -> list[str]:
    """The ids in `compare=ID,ID`, each once; what cannot be one is passed over."""
    return [name for name in dict.fromkeys(address.split(",")) if _ID.fullmatch(name)]


def chosen() -> list[str]:
    """Ids of the chosen runs, in the order they were chosen."""
    return ids_in(st.query_params.get("compare", ""))[:MOST]


def choose(ids: Iterable[str]) -> None:
    """Chooses other runs."""
    wanted = list(dict.fromkeys(ids))[:MOST]
    if wanted:
        st.query_params["compare"] = ",".join(wanted)
    elif "compare" in st.query_params:
        del st.query_params["compare"]
