"""The tables. Every change here needs a migration in `migrations/`."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Times are seconds since 1970; files are named by the SHA-256 of their content.

servers = Table(
    "servers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("host", String(255), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("began_at", Float(53), nullable=False),  # of the process, whose number may be reused
    Column("seen_at", Float(53), nullable=False),
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

groups = Table(
    "groups",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),  # playground.persons
    Column("kind", String(16), nullable=False),
    Column("settings", Text, nullable=False),  # JSON
    Column("created_at", Float(53), nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(64), nullable=False),  # playground.persons
    Column("server", String(32), nullable=False),  # the server that receives its events
    Column("parent", String(32)),
    Column("group_id", String(32)),
    Column("position", Integer, nullable=False),  # its number in the group, from 0
    Column("cell", Text, nullable=False),  # its label in the group
    Column("experiment", Text, nullable=False),  # JSON
    # The settings that a table of runs shows.
    Column("title", Text, nullable=False),
    Column("dataset", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("layers", Text, nullable=False),
    Column("loss", String(64), nullable=False),
    Column("optimizer", String(64), nullable=False),
    Column("learning_rate", Float(53), nullable=False),
    Column("batch_size", Integer),
    Column("monitor", String(64), nullable=False),
    # The best value times `factor` is in `unit`; `judged_by` is a fingerprint of the validation rows.
    Column("unit", String(64)),
    Column("factor", Float(53)),
    Column("judged_by", String(16)),
    # The owner's marks.
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("starred", Boolean, nullable=False),
    Column("deleted_at", Float(53)),
    # The result.
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("started_at", Float(53), nullable=False),
    Column("ended_at", Float(53)),
    Column("epochs", Integer, nullable=False),
    Column("seconds", Float(53), nullable=False),
    Column("parameters", BigInteger),
    Column("train_rows", Integer),
    Column("validation_rows", Integer),
    Column("best_epoch", Integer),
    Column("best_value", Float(53)),
    Column("kept_epoch", Integer),  # the epoch whose weights the run has at its end
    Column("machine", Text),  # JSON: the worker's libraries and machine
    Column("metric", String(64)),  # the first metric; the next column has its best validation value
    Column("best_metric", Float(53)),
    Column("sparkline", Text),  # JSON: a few values of the monitored curve
    Column("weights", String(64)),
    Column("data", String(64)),
    Column("picture", String(64)),
    Index(None, "owner", "started_at"),
    Index(None, "group_id"),
    Index(None, "server"),
)

# Who has uploaded which file. The file itself is in the file store under its hash, once for all persons.
uploads = Table(
    "uploads",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("owner", String(64), primary_key=True),  # playground.persons
    Column("title", Text, nullable=False),  # the name of this owner's file
    Column("size", BigInteger, nullable=False),  # bytes
    Column("shared", Boolean, nullable=False),  # whether everybody with a link may see it
    Column("created_at", Float(53), nullable=False),  # when this owner last uploaded it
    Index(None, "owner"),
)

# Sealed test rows that a person has opened, each choice of rows once.
openings = Table(
    "openings",
    metadata,
    Column("owner", String(64), primary_key=True),
    Column("dataset", String(255), primary_key=True),
    Column("target", String(64), primary_key=True),  # a hash of the column's name
    Column("rows", String(64), primary_key=True),  # a hash of the test rows' numbers
    Column("run_id", String(32), nullable=False),  # the run whose network was measured
    Column("opened_at", Float(53), nullable=False),
    Column("measures", Text),  # JSON, once the worker has answered
)

# Tokens with which a person's scripts send curves.
tokens = Table(
    "tokens",
    metadata,
    Column("owner", String(64), primary_key=True),  # playground.persons
    Column("digest", String(64), nullable=False),  # SHA-256 of the token
    Column("created_at", Float(53), nullable=False),
    Index(None, "digest", unique=True),
)

# Codes with which a person continues in another browser, one per person.
moves = Table(
    "moves",
    metadata,
    Column("owner", String(64), primary_key=True),  # playground.persons
    Column("digest", String(64), nullable=False),  # the hash of the code
    Column("sealed", LargeBinary, nullable=False),  # the cookie's number, encrypted with the code
    Column("until", Float(53), nullable=False),  # until when the code works
    Index(None, "digest", unique=True),
)

# The progress of persons in lessons; lessons and steps are identified by their names.
progress = Table(
    "progress",
    metadata,
    Column("owner", String(64), primary_key=True),  # playground.persons
    Column("lesson", String(64), primary_key=True),
    Column("step", String(64), primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("seen_solution", Boolean, nullable=False),
    Column("reached_at", Float(53)),
)

# Work that one of many servers does at a time.
leases = Table(
    "leases",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(32), nullable=False),
    Column("until", Float(53), nullable=False),  # the holder must renew it before
    Column("first_at", Float(53), nullable=False),  # when this database first had a holder
    Column("done_at", Float(53)),  # when the work was last done
)

# When a person was last here, to the day. The next tidying adds persons who have something but no row.
people = Table(
    "people",
    metadata,
    Column("owner", String(64), primary_key=True),  # playground.persons
    Column("seen_at", Float(53), nullable=False),
)

# The sizes of the files that runs name; a file of an earlier version is missing until a tidying has measured it.
files = Table(
    "files",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),  # bytes
)

events = Table(
    "events",
    metadata,
    Column("run_id", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # ascending numbers, nothing else
    Column("body", LargeBinary, nullable=False),  # bodies.py
)
