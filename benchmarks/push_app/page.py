"""An empty page: a route starts the runs, and clients follow them on streams."""
