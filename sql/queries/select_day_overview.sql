with said as (
    select c.day, d.document_id, s.source_id
    from daily_count n
    join candidate c on (c.place, c.disease, c.measure, c.aggregation, c.day) = (n.place, n.disease, n.measure, n.aggregation, n.day)
        and c.case_class is not distinct from n.case_class
        and c.symptom_status is not distinct from n.symptom_status
        and c.period_start is not distinct from n.period_start
    join observation o on o.observation_id = c.observation_id and o.value = n.value and o.retracted_at is null
    join document d on d.document_id = c.document_id
    join source s on s.source_id = d.source_id
    where n.place = %(place)s and n.disease = %(disease)s and n.day between %(first)s and %(last)s
),
witness as (
    select day, count(distinct document_id) as witnesses, string_agg(distinct source_id, ', ' order by source_id) as sources
    from said group by day
),
figure as (
    select day,
           max(value) filter (where measure = 'cases' and aggregation = 'new' and symptom_status = 'symptomatic') as new_symptomatic,
           max(value) filter (where measure = 'cases' and aggregation = 'new' and symptom_status = 'asymptomatic') as new_asymptomatic,
           max(value) filter (where measure = 'cases' and aggregation = 'new' and symptom_status is null) as new_all,
           max(value) filter (where measure = 'cases' and aggregation = 'cumulative' and symptom_status = 'symptomatic') as total_symptomatic,
           max(value) filter (where measure = 'cases' and aggregation = 'cumulative' and symptom_status = 'asymptomatic') as total_asymptomatic,
           max(value) filter (where measure = 'cases' and aggregation = 'cumulative' and symptom_status is null) as total_all,
           max(value) filter (where measure = 'recovered' and aggregation = 'cumulative') as recovered,
           max(value) filter (where measure = 'deaths' and aggregation = 'cumulative') as deaths
    from daily_count
    where place = %(place)s and disease = %(disease)s and day between %(first)s and %(last)s
    group by day
)
select figure.*, coalesce(witness.witnesses, 0) as witnesses, coalesce(witness.sources, '') as sources
from figure left join witness using (day)
order by day;
