-- Stories that a new document shows to be one: their documents join the kept one, and their counts are looked at again.
update document
set story_id = v.kept, counted_at = null
from unnest(%(kept)s::bigint[], %(others)s::bigint[]) v(kept, other)
where story_id = v.other
