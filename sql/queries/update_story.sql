-- A story's first document is its earliest, whichever was fetched first.
update story s
set first_document_id = f.document_id
from (
    select distinct on (d.story_id) d.story_id, d.document_id
    from document d
    join page p using (page_id)
    where d.story_id = any(%(story_ids)s)
    order by d.story_id, coalesce(d.published_at, 'infinity'), d.versioned_at, p.fetched_at, d.document_id
) f
where s.story_id = f.story_id and s.first_document_id <> f.document_id
