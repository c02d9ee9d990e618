"""The runs that are chosen on My runs. Their ids are in the address, so that a link shows the same runs."""

from collections.abc import Iterable

import streamlit as st

from playground.ids import is_id

MOST = 20  # runs in one chart, whose colours people can tell apart


def ids_in(address: str) -> list[str]:
    """The ids in `compare=ID,ID`, each once; any other text is left out."""
    return [name for name in dict.fromkeys(address.split(",")) if is_id(name)]


def chosen_ids() -> list[str]:
    """Ids of the chosen runs, in the order they were chosen."""
    return ids_in(st.query_params.get("compare", ""))[:MOST]


def choose(ids: Iterable[str]) -> None:
    """Chooses other runs: the address then names these runs and nothing else."""
    wanted = list(dict.fromkeys(ids))[:MOST]
    st.query_params.from_dict({"compare": ",".join(wanted)} if wanted else {})
