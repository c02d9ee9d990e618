"""Pictures: what a snapshot of a network is, how it is taken, and how it is sent."""
