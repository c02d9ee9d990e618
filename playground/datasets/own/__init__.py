"""People's own tables: a file under its content's hash, read as an experiment says, with a card that is guessed."""
