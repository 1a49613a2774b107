-- Which figures of mid-June 2020 look different today from what could be read on 14 June at 9:50?
select n.day, n.measure, n.aggregation, n.symptom_status, t.value as then, n.value as now
from daily_count n
join daily_count_as_of('2020-06-14 09:50+06') t
    on t.place = n.place and t.disease = n.disease and t.measure = n.measure and t.day = n.day
    and t.aggregation = n.aggregation and t.case_class is not distinct from n.case_class
    and t.symptom_status is not distinct from n.symptom_status and t.period_start is not distinct from n.period_start
where n.place = 'KZ' and n.disease = 'covid-19' and n.day between '2020-06-12' and '2020-06-14' and t.value <> n.value
order by n.day, n.measure, n.aggregation, n.symptom_status;
