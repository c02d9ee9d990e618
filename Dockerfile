# Stage 1 installs into a virtual environment; stage 2 takes that and the app, and no tool that built them.

FROM python:3.13-slim AS build
COPY requirements.txt requirements-login.txt /tmp/
RUN python -m venv /opt/venv \
    && /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check -r /tmp/requirements.txt -r /tmp/requirements-login.txt

FROM python:3.13-slim
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
