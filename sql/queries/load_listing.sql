insert into listing (canonical_url, listed_at, source_id, page_id)
select distinct on (canonical_url, listed_at) canonical_url, listed_at, source_id, page_id
from staging_listing
order by canonical_url, listed_at, page_id nulls last
on conflict (canonical_url, listed_at) do nothing
