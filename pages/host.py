"""The host's page: people, runs, workers, memory and trouble of this installation, for whoever knows the key."""

from playground.ui.frame.head import head
from playground.ui.host import host_page

head("host")
host_page()
