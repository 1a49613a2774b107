-- What share of Kazakhstan's positives had no symptoms?
select a.day, a.value as without_symptoms, b.value as all_positives, round(100.0 * a.value / b.value, 1) as percent
from daily_count a
join daily_count b using (place, disease, measure, aggregation, day)
where a.place = 'KZ' and a.disease = 'covid-19' and a.measure = 'cases' and a.aggregation = 'new'
  and a.symptom_status = 'asymptomatic' and b.symptom_status is null and a.case_class is null and b.case_class is null
  and a.day between '2020-06-01' and '2020-06-30'
order by a.day;
