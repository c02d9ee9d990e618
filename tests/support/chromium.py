"""How the tests start Chromium, and how long they wait for its pages."""

# Milliseconds. A busy machine may delay a page for seconds; a test continues as soon as the page is there.
PATIENCE = 120_000

# A browser without background work, which also starts as root in a container.
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
