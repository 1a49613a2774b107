-- Do the oblasts add up to the country?
-- Where the country's count is itself a sum of parts, there is nothing to compare.
select d.day, d.place, d.symptom_status, d.value as country, sum(u.value) as oblasts, count(*) as oblasts_that_speak
from daily_count d
join place p on p.parent = d.place
join daily_count u
    on u.place = p.place and u.disease = d.disease and u.measure = d.measure and u.day = d.day
    and u.aggregation = d.aggregation and u.case_class is not distinct from d.case_class
    and u.symptom_status is not distinct from d.symptom_status and u.period_start is not distinct from d.period_start
where d.basis <> 'from_parts' and d.disease = 'covid-19' and d.measure = 'cases' and d.aggregation = 'new'
  and length(d.place) = 2
group by d.place, d.day, d.symptom_status, d.value
order by d.day, d.place;
