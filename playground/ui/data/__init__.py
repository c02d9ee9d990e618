"""The Data page: the content of a table, what to know before training on it, and how its columns are related."""
