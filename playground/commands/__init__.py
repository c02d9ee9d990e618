"""The commands of `python -m playground`: one a file, each with its arguments and what it prints."""

import argparse
from typing import TypeAlias

# What `argparse` hands out for adding commands; its own name for it is private.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
