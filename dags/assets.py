"""What the DAGs make of what: from the sites to the table of daily counts, as Airflow's *Assets* page draws it.

`document` starts build_daily_counts; the others start nothing, they show where a table's rows come from. Each crawl
that went well announces `page`, with its source and its counts.
"""

from __future__ import annotations

from airflow.sdk import Asset

SCHEMA = "postgres://warehouse/salamat/public"
SITE = Asset("site")
PAGE = Asset("page", uri=f"{SCHEMA}/page")
DOCUMENT = Asset("document", uri=f"{SCHEMA}/document")
OBSERVATION = Asset("observation", uri=f"{SCHEMA}/observation")
DAILY_COUNT = Asset("daily_count", uri=f"{SCHEMA}/daily_count")
