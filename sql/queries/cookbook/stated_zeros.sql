-- Where did somebody state zero?
-- Where nobody spoke, there is no row.
select d.day, d.place, d.disease, d.measure, d.aggregation, s.source, s.evidence
from daily_count d
join daily_count_source s using (observation_id)
where d.value = 0
order by d.day, d.place;
