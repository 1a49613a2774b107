-- How many new cases did each oblast have on each day?
select d.day, d.place, p.name, d.symptom_status, d.value
from daily_count d
join place p using (place)
where p.parent = 'KZ' and d.disease = 'covid-19' and d.measure = 'cases' and d.aggregation = 'new'
  and d.day between '2020-06-01' and '2020-06-30'
order by d.day, d.value desc, d.place;
