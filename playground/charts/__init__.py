"""Plotly figures: functions from plain data to a figure."""
