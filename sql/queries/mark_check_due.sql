-- The days of the touched keys have to be checked again, and after a total the day of the next one, which is held against it.
insert into check_due (country, disease, measure, day)
select left(place, 2), disease, measure, day from key_to_resolve
union
select left(k.place, 2), k.disease, k.measure, next.day
from key_to_resolve k
cross join lateral (
    select d.day
    from daily_count d
    where d.place = k.place and d.disease = k.disease and d.measure = k.measure and d.day > k.day
      and d.aggregation = k.aggregation and d.case_class is not distinct from k.case_class
      and d.symptom_status is not distinct from k.symptom_status and d.period_start is not distinct from k.period_start
    order by d.day
    limit 1
) next
where k.aggregation = 'cumulative'
on conflict do nothing
