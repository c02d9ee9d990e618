"""Lessons: the format of a lesson's folder, and the judgement of attempts."""
