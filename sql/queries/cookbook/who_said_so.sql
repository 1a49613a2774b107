-- Who said so?
-- Every article that states a figure for this day, the chosen value first.
-- contradicts: this value is not the one that was chosen.
select o.value, s.name as source, o.evidence, doc.canonical_url as url, o.value <> d.value as contradicts
from daily_count d
join candidate c
    on c.place = d.place and c.disease = d.disease and c.measure = d.measure and c.day = d.day
    and c.aggregation = d.aggregation and c.case_class is not distinct from d.case_class
    and c.symptom_status is not distinct from d.symptom_status and c.period_start is not distinct from d.period_start
join observation o on o.observation_id = c.observation_id
join document doc on doc.document_id = c.document_id
join source s on s.source_id = doc.source_id
where d.place = 'KZ' and d.disease = 'covid-19' and d.measure = 'recovered' and d.aggregation = 'cumulative'
  and d.day = '2020-06-12'
order by contradicts, s.rank, s.source_id, url;
