# One image for `serve` and `worker`. Nothing is built: the application runs from its folder.
# The base by its digest, so that what was tried is what runs; `python:3.11-slim` of 16 August 2026.
FROM python:3.11-slim@sha256:9c900dea9e8fb7e16277c179b555cc72d29a352dbc33cff48ad5a0412fd5bfc7

WORKDIR /app
COPY requirements.run.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.run.lock
# What runs, and nothing else: no tests, no docs, no tools.
COPY bot bot
COPY handlers handlers
COPY workflows workflows
COPY templates templates
COPY migrations migrations
COPY manifest.yaml LICENSE ./
RUN mkdir -m 700 data && chown nobody:nogroup data
USER nobody
ENV HOME=/tmp
VOLUME /app/data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:3000/healthz')"
CMD ["python", "-m", "bot", "serve"]
