update unreadable u
set parsed_with = v.parsed_with
from unnest(%(page_ids)s::bigint[], %(versions)s::text[]) v(page_id, parsed_with)
where u.page_id = v.page_id and u.stage = 'parse'
