-- The daily counts as they could be known: from what the world could read at `published_by`, out of what was recorded here at
-- `recorded_by`. Conditions on place, disease, measure and day reach the index.
create function daily_count_as_of(published_by timestamptz, recorded_by timestamptz default now())
returns table (
    place text, disease text, measure text, aggregation text, case_class text, symptom_status text, day date,
    period_start date, value bigint, value_min bigint, value_max bigint, witnesses int, independent_witnesses int,
    basis text, confidence text, flags text[], definition_id text, observation_id bigint, terms bigint[],
    first_published_at timestamptz
)
language sql stable parallel safe
as $$
select s.place, s.disease, s.measure, s.aggregation, s.case_class, s.symptom_status, s.day, s.period_start, s.value,
       s.value_min, s.value_max, s.witnesses::int, s.independent_witnesses::int, 'stated', s.confidence, s.flags,
       s.definition_id, s.observation_id, '{}'::bigint[], s.first_published_at
from stated_count(daily_count_as_of.published_by, daily_count_as_of.recorded_by) s
where not s.tied and (s.aggregation <> 'new' or s.period_start is null)
union all
select *
from (
    select distinct on (c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day, c.period_start)
           c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day, c.period_start, c.value,
           c.value as value_min, c.value as value_max, 0, 0, c.basis, c.confidence, c.flags, c.definition_id, c.terms[1],
           c.terms, c.first_published_at
    from derived_count(daily_count_as_of.published_by, daily_count_as_of.recorded_by) c
    order by c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day, c.period_start,
             c.basis desc, cardinality(c.terms)
) d
$$;
comment on function daily_count_as_of(timestamptz, timestamptz) is 'daily_count as it could be known: read by the world at published_by, recorded here at recorded_by.';
