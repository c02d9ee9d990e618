"""Training on Dask: a client for the server, a worker's side, and the cluster that starts by itself."""
