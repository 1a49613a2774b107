-- Pairs of an unjoined document and any other that give one figure of one place for one day, a new one that is not small
-- for days side by side.
select distinct least(n.document_id, o.document_id) as one_id, greatest(n.document_id, o.document_id) as other_id,
       (coalesce(a.published_at, 'infinity'), a.versioned_at, pa.fetched_at, a.document_id)
           < (coalesce(b.published_at, 'infinity'), b.versioned_at, pb.fetched_at, b.document_id) as one_is_first
from observation n
join observation o
    on o.place = n.place and o.disease = n.disease and o.value = n.value and o.measure = n.measure
   and o.document_id <> n.document_id
   and o.date = any(case when n.value >= 10 and n.aggregation = 'new' then array[n.date - 1, n.date, n.date + 1]
                    else array[n.date] end)
   and o.retracted_at is null and o.subgroup is null and o.locality is null
join document a on a.document_id = least(n.document_id, o.document_id)
join document b on b.document_id = greatest(n.document_id, o.document_id)
join page pa on pa.page_id = a.page_id
join page pb on pb.page_id = b.page_id
where n.document_id = any(%(document_ids)s) and n.value > 0
  and n.retracted_at is null and n.subgroup is null and n.locality is null
order by one_id, other_id
