-- On which days did nobody state the new cases?
-- A missing day is not zero.
select day::date
from generate_series('2020-06-10'::date, '2020-06-18', '1 day') day
where not exists (
    select from daily_count d
    where d.place = 'KZ' and d.disease = 'covid-19' and d.measure = 'cases' and d.aggregation = 'new'
      and d.symptom_status is null and d.case_class is null and d.day = day.day::date)
order by day;
