"""A person's own tables: the upload of another one, and a list that says where, how long and for whom they are kept."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st
from pydantic import ValidationError

from playground.components.upload import upload
from playground.experiment import Data
from playground.experiment.uploads import digest_in, name_of
from playground.limits import limits
from playground.runs import RunsError
from playground.runs.own_tables import OwnTable
from playground.services import runs
from playground.ui.data.shown_data import look_at, open_table
from playground.ui.data.tabs import open_columns
from playground.ui.frame.markdown import escape
from playground.ui.frame.unseen import why_unseen
from playground.ui.frame.visitor import number_of_visit, person

KEY = "upload"
_RUNS_NAMED = 5


def own_tables() -> None:
    """Draws the upload of a file and the list of own tables."""
    me = person()
    upload(key=KEY, most_bytes=limits().upload_bytes, visitor=number_of_visit(), on_use=_take)
    try:
        tables = runs().own_tables.of(me)
    except RunsError as error:
        st.warning(escape(str(error)), icon=":material/cloud_off:")
        return
    most, used = limits().uploads_per_person_bytes, sum(table.size for table in tables)
    st.markdown("**Your own tables**" if tables else "**You have no table of your own here yet**")
    st.caption(
        f"Files lie on the server of this page until you remove them, and take {_size(used)} of the {_size(most)} that "
        "you have. Only this browser sees them, unless you share one: then whoever has the link of an experiment on it "
        "sees its rows too."
    )
    for table in tables:
        _row(table)


def _row(table: OwnTable) -> None:
    digest = table.digest
    with st.container(border=True, key=f"own_{digest[:12]}", gap="small"):
        st.markdown(f"**{escape(table.title)}**")
        added = datetime.fromtimestamp(table.created_at, _zone())
        st.caption(f"{_size(table.size)}, added {added:%d %B %Y, %H:%M}")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button("Look at it", key=f"open_{digest}", on_click=_open, args=(digest,))
            st.toggle(
                "People with the link may see it",
                table.shared,
                key=f"share_{digest}-{table.shared}",
                on_change=_share,
                args=(digest, not table.shared),
            )
            popover = st.popover(
                "Remove", icon=":material/delete:", key=f"remove_{digest}", on_change="rerun"
            )
            if popover.open:
                with popover:
                    _removal(digest)


def _removal(digest: str) -> None:
    try:
        losing = runs().own_tables.runs_on(digest, person())
    except RunsError as error:
        st.caption(escape(str(error)))
        return
    if losing:
        named = [f"“{row.name or row.title or row.id[:8]}”" for row in losing[:_RUNS_NAMED]]
        more = f" and {len(losing) - _RUNS_NAMED:,} more" if len(losing) > _RUNS_NAMED else ""
        st.caption(
            escape(
                f"{len(losing):,} of your runs {'loses its' if len(losing) == 1 else 'lose their'} data: "
                f"{', '.join(named)}{more}. Their curves stay."
            )
        )
    else:
        st.caption("None of your runs needs it.")
    st.button("Remove it for good", key=f"removed_{digest}", type="primary", on_click=_remove, args=(digest,))


def _take() -> None:
    said = st.session_state[KEY].get("use")
    if not isinstance(said, Mapping):
        return
    try:
        data = Data.model_validate({"dataset": said.get("dataset"), "reading": said.get("reading") or None})
    except ValidationError:
        return
    digest = digest_in(data.dataset)
    if digest is None:
        return
    if why := why_unseen(frozenset([digest])):
        st.toast(escape(why), icon=":material/visibility_off:")
        return
    look_at(data)
    open_columns()


def _open(digest: str) -> None:
    open_table(name_of(digest))
    open_columns()


def _share(digest: str, shared: bool) -> None:
    _do(lambda: runs().own_tables.share(digest, person(), shared))


def _remove(digest: str) -> None:
    _do(lambda: runs().own_tables.remove(digest, person()))


def _do(deed: Callable[[], None]) -> None:
    try:
        deed()
    except RunsError as error:
        st.toast(escape(str(error)), icon=":material/error:")


def _size(size: int) -> str:
    return f"{size / 1e6:.3g} MB" if size >= 1e5 else f"{size / 1e3:.3g} kB"


def _zone() -> ZoneInfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (KeyError, ValueError):
        return ZoneInfo("UTC")
