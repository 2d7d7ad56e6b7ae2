# One image for `serve` and `worker`. Nothing is built: the application runs from its folder.
FROM python:3.11-slim

WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN useradd --create-home brightcycle && mkdir -p data && chown brightcycle data
USER brightcycle
VOLUME /app/data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:3000/healthz')"
CMD ["python", "-m", "bot", "serve"]
