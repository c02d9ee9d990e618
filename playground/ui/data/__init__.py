"""The Data page: what is in a table, what to know before training on it, and how its columns go together."""
