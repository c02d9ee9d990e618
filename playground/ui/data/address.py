"""The shown data in the address of the Data page, so that a reload or a bookmark restores them."""

import streamlit as st

from playground.components.address_bar import address_bar
from playground.experiment import Data, Experiment
from playground.experiment.link import to_link
from playground.ui.frame.visit import visit
from playground.ui.train.share import PARAMETER, take_link

_LONGEST = 6000  # letters; some proxies refuse longer addresses


def data_in_address() -> Data | None:
    """The data that the address names, unless this page wrote it there; None if there are none."""
    text = st.query_params.get(PARAMETER)
    if text is None or text == visit().data_link:
        return None
    experiment = take_link()
    return None if experiment is None else experiment.data


def keep_data_in_address(data: Data, default: Data) -> None:
    """Writes the shown data into the address, unless they are those of a page without settings."""
    link = None if data == default else to_link(Experiment(data=data))
    visit().data_link = link if link is not None and len(link) <= _LONGEST else None
    address_bar(visit().data_link)
