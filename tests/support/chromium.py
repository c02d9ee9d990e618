"""How the tests start Chromium, and how patient they are with its pages."""

# Milliseconds. A busy machine holds a page up for seconds at times; who waits goes on as soon as it is there.
PATIENCE = 120_000

# A browser that keeps to what the test asks of it, as root in a container too.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Only this machine has an address: a page that needs the internet fails.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
