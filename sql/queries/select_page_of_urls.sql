select page_id, canonical_url, kind, digest
from page
where canonical_url = any (%(urls)s)
