-- How many cases had a positive test, and how many were pneumonia without one?
select day, place, max(value) filter (where case_class is null or case_class = 'confirmed') as positive,
       max(value) filter (where case_class = 'probable') as pneumonia
from daily_count
where disease = 'covid-19' and measure = 'cases' and aggregation = 'new' and symptom_status is null
  and (place = 'KZ' and (case_class is null or case_class = 'probable')
       or place = 'KG' and case_class in ('confirmed', 'probable'))
group by day, place
having count(*) = 2
order by day, place;
