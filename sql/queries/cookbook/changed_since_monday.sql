-- What changed since Monday?
-- Counts that had been given here and now are others: from what, to what, why, by which page.
select r.place, r.measure, r.aggregation, r.day, r.from_value, r.to_value, r.why, d.canonical_url as url
from daily_count_revision r
join document d using (document_id)
where r.recorded_at >= date_trunc('week', now())
order by r.place, r.measure, r.day, r.aggregation, r.revision_id;
