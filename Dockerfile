# One image for every service of docker-compose.yml: the locked packages, and this checkout below /opt/salamat.
FROM python:3.11-slim-bookworm

RUN useradd --create-home --uid 50000 salamat \
 && mkdir -p /opt/airflow/logs /var/lib/salamat/archive \
 && chown -R salamat:salamat /opt/airflow /var/lib/salamat

COPY requirements.lock /opt/salamat/requirements.lock
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --quiet --no-cache-dir --disable-pip-version-check --require-hashes \
      -r /opt/salamat/requirements.lock

COPY . /opt/salamat
RUN /opt/venv/bin/python -m compileall -q /opt/salamat

ENV AIRFLOW_HOME=/opt/airflow PATH=/opt/venv/bin:$PATH PYTHONPATH=/opt/salamat PYTHONUNBUFFERED=1 PYTHONWARNINGS=ignore
WORKDIR /opt/salamat
USER salamat
CMD ["airflow", "info"]
