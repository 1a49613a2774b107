-- Each document is a reprint of the earlier one that it resembles most, of equals the earliest.
update document d
set duplicate_of = b.original_id, duplicate_score = b.score
from (
    select distinct on (r.document_id) r.document_id, r.original_id, r.score
    from reprint r
    join document o on o.document_id = r.original_id
    join page p on p.page_id = o.page_id
    where r.document_id = any(%(document_ids)s)
    order by r.document_id, r.score desc, coalesce(o.published_at, 'infinity'), o.versioned_at, p.fetched_at, o.document_id
) b
where d.document_id = b.document_id
  and (d.duplicate_of, d.duplicate_score) is distinct from (b.original_id, b.score)
