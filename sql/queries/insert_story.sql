insert into story (first_document_id)
select v.document_id
from unnest(%(document_ids)s::bigint[]) with ordinality v(document_id, n)
order by n
returning story_id, first_document_id
