"""Sound files in many dialects, and files with one thing damaged, each with the rows that a person would read."""
