-- Each text is a reprint of the earlier one that it resembles most, of equals the earliest; what an analyst keeps apart is not.
update document d
set duplicate_of = b.original_id, duplicate_score = b.score
from unnest(%(document_ids)s::bigint[]) v(document_id)
left join lateral (
    select r.original_id, r.score
    from reprint r
    join document n on n.document_id = r.document_id
    join document o on o.document_id = r.original_id
    join page p on p.page_id = o.page_id
    where r.document_id = v.document_id and r.kind <> 'statement'
      and not exists (select from story_exception e
                      where (e.url, e.other_url) in ((n.canonical_url, o.canonical_url), (o.canonical_url, n.canonical_url)))
    order by r.score desc, coalesce(o.published_at, 'infinity'), o.versioned_at, p.fetched_at, o.document_id
    limit 1
) b on true
where d.document_id = v.document_id
  and (d.duplicate_of, d.duplicate_score) is distinct from (b.original_id, b.score)
