"""Lessons: the format of a lesson's folder, what an attempt reaches, and what a person has reached."""
