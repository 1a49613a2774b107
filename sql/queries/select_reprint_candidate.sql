-- Pairs of a new document and any other that share a band, published within a month of each other where both days are known.
with pair as (
    select distinct least(n.document_id, o.document_id) as one_id, greatest(n.document_id, o.document_id) as other_id
    from document_band n
    join document_band o on o.band = n.band and o.hash = n.hash and o.document_id <> n.document_id
    where n.document_id = any(%(document_ids)s)
)
select p.one_id, p.other_id, a.text as one_text, b.text as other_text, a.text_digest = b.text_digest as same_text,
       coalesce(a.canonical_url = b.canonical_url and a.published_at = b.published_at, false) as versions,
       coalesce(abs(extract(epoch from a.published_at - b.published_at)) < 64800, false) as same_day,
       (coalesce(a.published_at, 'infinity'), a.versioned_at, pa.fetched_at, a.document_id)
           < (coalesce(b.published_at, 'infinity'), b.versioned_at, pb.fetched_at, b.document_id) as one_is_first
from pair p
join document a on a.document_id = p.one_id
join document b on b.document_id = p.other_id
join page pa on pa.page_id = a.page_id
join page pb on pb.page_id = b.page_id
where a.published_at is null or b.published_at is null or abs(extract(epoch from a.published_at - b.published_at)) < 2678400
order by p.one_id, p.other_id
