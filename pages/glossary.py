"""The glossary: every word and every control's name, each with an anchor to which lessons lead."""

import streamlit as st

from playground.comparing.glossary import glossary, under_a_heading
from playground.ui.frame.head import head

head("glossary")
with st.container(key="glossary"):
    st.markdown("# Glossary")
    for title, entries in glossary():
        st.markdown("\n".join([f"## {title}", "", *map(under_a_heading, entries)]))
