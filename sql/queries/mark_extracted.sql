update document d
set extracted_with = v.version, counted_at = null, joined_at = null
from unnest(%(document_ids)s::bigint[], %(versions)s::text[]) v(document_id, version)
where d.document_id = v.document_id
