#!/bin/sh
# Makes .venv with the first Python that TensorFlow and Streamlit both have packages for. Leaves a working .venv alone.
set -eu
cd "$(dirname "$0")/.."

fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

if [ -x .venv/bin/python ] && .venv/bin/python -c "$fits" 2>/dev/null && .venv/bin/python -m pip --version >/dev/null 2>&1
then
    exit 0
fi

found=""
for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    "$python" -c "$fits" 2>/dev/null || continue
    found=${found:-$python}
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        exec "$python" -m venv --clear .venv
    fi
done

if [ -n "$found" ]; then
    version=$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "Python $version is here, but its venv module is not. On Debian and Ubuntu: sudo apt install python$version-venv" >&2
else
    echo "No Python 3.11, 3.12 or 3.13 was found. Install one, or name one: make run PYTHON=/path/to/python3.12" >&2
fi
exit 1
