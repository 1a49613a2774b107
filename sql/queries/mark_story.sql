-- Who changes story is counted anew: witnesses of one story are not independent of each other.
update document d
set story_id = v.story_id, counted_at = null
from unnest(%(document_ids)s::bigint[], %(story_ids)s::bigint[]) v(document_id, story_id)
where d.document_id = v.document_id and d.story_id is distinct from v.story_id
