insert into unreadable as u (page_id, source_id, canonical_url, stage, reason, detail)
select distinct on (canonical_url, page_id, stage, reason) page_id, source_id, canonical_url, stage, reason, detail
from staging_unreadable
order by canonical_url, page_id, stage, reason
on conflict (canonical_url, page_id, stage, reason) do nothing
