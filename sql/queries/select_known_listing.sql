select canonical_url, listed_at
from listing
where canonical_url = any (%(urls)s)
