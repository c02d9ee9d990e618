"""Nothing: the runs are started by a route, and followed on their streams."""
