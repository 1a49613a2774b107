-- Pairs of a new document and any other that share a band or an address, published within a month of each other where both
-- days are known. Of another day, the shorter may have no number of its own: what the bits of the numbers rule out is not
-- worth a look at the texts.
with banded as (
    select n.document_id, o.document_id as other_id
    from document_band n
    cross join lateral (
        select b.document_id, b.published_at, b.numbers
        from document_band b
        where b.band = n.band and b.hash = n.hash
          and b.published_at between n.published_at - interval '31 days' and n.published_at + interval '31 days'
        union all
        select b.document_id, null, b.numbers
        from document_band b
        where b.band = n.band and b.hash = n.hash and b.published_at is null
        union all
        select b.document_id, null, b.numbers
        from document_band b
        where n.published_at is null and b.band = n.band and b.hash = n.hash and b.published_at is not null
    ) o
    where n.document_id = any(%(document_ids)s) and o.document_id <> n.document_id
      and (n.numbers & ~o.numbers = 0 or o.numbers & ~n.numbers = 0
           or o.published_at between n.published_at - interval '18 hours' and n.published_at + interval '18 hours')
    union
    select n.document_id, o.document_id
    from document n
    join document o on o.canonical_url = n.canonical_url and o.document_id <> n.document_id and o.text <> ''
    where n.document_id = any(%(document_ids)s)
), pair as (
    select distinct least(document_id, other_id) as one_id, greatest(document_id, other_id) as other_id from banded
)
select p.one_id, p.other_id, a.text_digest = b.text_digest as same_text,
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
