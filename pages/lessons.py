"""Lessons: a list of them, and the steps of the one that is open."""

import streamlit as st

from playground.lessons.catalogue import public_tables
from playground.services import runs
from playground.store import StoreError
from playground.ui.frame.head import head
from playground.ui.frame.markdown import escape
from playground.ui.frame.trouble import trouble_line
from playground.ui.frame.visitor import person
from playground.ui.lessons.address import opened_lesson
from playground.ui.lessons.all_lessons import all_lessons
from playground.ui.lessons.lesson_page import STYLE, lesson_page

st.html(STYLE)
head("lessons")
listed = opened_lesson()
tables = public_tables() if listed is None else listed.lesson.tables if listed.lesson is not None else ()
runs().own_tables.publish(tables)
try:
    done = runs().lessons.of(person())
except StoreError:  # a lesson can be done all the same
    done = {}
if line := trouble_line():
    st.markdown(line)
if listed is None:
    all_lessons(done)
elif listed.lesson is None:
    st.error(escape(str(listed.error)), icon=":material/error:")
else:
    lesson_page(listed.lesson, done)
