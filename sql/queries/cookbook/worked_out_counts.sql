-- Which counts did nobody state, and what were they worked out from?
select d.day, d.measure, d.symptom_status, d.value, d.basis, string_agg(s.term || ' ' || s.stated_value, ', ' order by s.term, s.stated_value) as how
from daily_count d
join daily_count_source s
    on s.place = d.place and s.disease = d.disease and s.measure = d.measure and s.day = d.day
    and s.aggregation = d.aggregation and s.case_class is not distinct from d.case_class
    and s.symptom_status is not distinct from d.symptom_status and s.period_start is not distinct from d.period_start
where d.basis <> 'stated' and d.place = 'KZ' and d.aggregation = 'new' and d.day between '2020-06-01' and '2020-06-30'
group by d.day, d.measure, d.symptom_status, d.value, d.basis
order by d.day, d.measure;
