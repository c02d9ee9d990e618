# Stage 1 installs into a virtual environment; stage 2 takes that and the app, and no tool that built them.
# `make image-test` builds this image without a registry and tries it (docs/hosting.md).

ARG BASE=python:3.13-slim

FROM ${BASE} AS build
RUN apt-get update && apt-get install -y --no-install-recommends binutils
COPY requirements.txt requirements-login.txt /tmp/
# No container of this image has a GPU: where there is a TensorFlow without the code for one, that is a third smaller and
# computes the same numbers. The second half removes what only compilers, debuggers and the packages' own tests read.
RUN python -m venv /opt/venv \
    && if [ "$(uname -m)" = x86_64 ]; then sed -i 's/^tensorflow>=/tensorflow-cpu>=/' /tmp/requirements.txt; fi \
    && /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check -r /tmp/requirements.txt -r /tmp/requirements-login.txt \
    && cd /opt/venv/lib/python3.*/site-packages \
    && rm -rf clang tensorflow/include pyarrow/include \
    && find numpy pandas pyarrow scipy sklearn -type d -name tests -prune -exec rm -r {} + \
    && strip --strip-unneeded tensorflow/libtensorflow_*.so.2 \
    && /opt/venv/bin/python -m pip uninstall --yes --quiet pip

FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 playground
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1
WORKDIR /app
COPY . .
RUN python -m compileall -q playground pages \
    && install -d -o playground -g playground var var/compiled
VOLUME /app/var
USER playground
EXPOSE 8501
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from http.client import HTTPConnection as C; c = C('127.0.0.1', 8501, timeout=4); c.request('GET', '/_stcore/health'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["tini", "--"]
CMD ["python", "-m", "playground", "serve"]
