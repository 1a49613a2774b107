-- These documents, all of their stories, and whatever links lead to from there, the earliest first.
with recursive near (document_id) as (
    select v.document_id from unnest(%(document_ids)s::bigint[]) v(document_id)
    union
    select m.document_id
    from unnest(%(document_ids)s::bigint[]) v(document_id)
    join document d on d.document_id = v.document_id
    join document m on m.story_id = d.story_id
    union
    select l.document_id
    from near n
    cross join lateral (
        select r.original_id as document_id from reprint r where r.document_id = n.document_id
        union all
        select r.document_id from reprint r where r.original_id = n.document_id
    ) l
)
select d.document_id, d.story_id, d.canonical_url
from near
join document d using (document_id)
join page p using (page_id)
order by coalesce(d.published_at, 'infinity'), d.versioned_at, p.fetched_at, d.document_id
