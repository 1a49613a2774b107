update document d
set story_id = v.story_id, linked_with = %(method)s, counted_at = null
from unnest(%(document_ids)s::bigint[], %(story_ids)s::bigint[]) v(document_id, story_id)
where d.document_id = v.document_id
