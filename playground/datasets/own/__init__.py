"""People's own tables: files by the hash of their content, their reading, and their guessed cards."""
