-- A story's first document is its earliest, whichever was fetched first.
update story s
set first_document_id = v.document_id
from unnest(%(story_ids)s::bigint[], %(document_ids)s::bigint[]) v(story_id, document_id)
where s.story_id = v.story_id and s.first_document_id <> v.document_id
