-- Which figures are unofficial, and who gives them?
select d.day, coalesce(p.name, d.place) as place, d.measure, d.value, s.source, s.evidence
from daily_count d
join daily_count_source s using (observation_id)
left join place p on p.place = d.place
where 'unofficial' = any (d.flags)
order by d.day, d.place;
