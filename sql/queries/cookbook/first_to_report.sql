-- Who was the first to report each day's new cases, and how soon after the day was over?
select distinct on (d.day) d.day, d.value, s.name as source, doc.published_at,
       to_char(doc.published_at - ((d.day + 1)::timestamp at time zone 'Asia/Almaty'), 'HH24:MI') as after_midnight
from daily_count d
join candidate c
    on c.place = d.place and c.disease = d.disease and c.measure = d.measure and c.day = d.day
    and c.aggregation = d.aggregation and c.case_class is not distinct from d.case_class
    and c.symptom_status is not distinct from d.symptom_status and c.period_start is not distinct from d.period_start
join observation o on o.observation_id = c.observation_id and o.value = d.value
join document doc on doc.document_id = c.document_id
join source s on s.source_id = doc.source_id
where d.place = 'KZ' and d.disease = 'covid-19' and d.measure = 'cases' and d.aggregation = 'new' and d.case_class is null
  and d.symptom_status = 'symptomatic' and d.day between '2020-06-12' and '2020-06-16'
order by d.day, doc.published_at, s.source_id;
