-- Whether a figure that leaves the symptoms open equals what the plain series, which counts one symptom status only (Kazakhstan in
-- June 2020), has for the same key: then it repeats that series and says nothing of both together.
-- Asked of few candidates and not inlined: the others pay nothing for it, not even its planning.
create function repeats_plain_series(asked bigint, definition text, recorded_by timestamptz)
returns boolean
language sql stable parallel safe cost 1
as $$
with known as not materialized (
    select c.observation_id, c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day, c.period_start
    from candidate c
    where c.recorded_at <= repeats_plain_series.recorded_by
    union all
    select f.observation_id, f.place, f.disease, f.measure, f.aggregation, f.case_class, f.symptom_status, f.day, f.period_start
    from former_candidate f
    where f.recorded_at <= repeats_plain_series.recorded_by and f.retracted_at > repeats_plain_series.recorded_by
)
select exists (
    select
    from known k
    join observation o on o.observation_id = k.observation_id
    join series_definition def on def.definition_id = repeats_plain_series.definition
    join known s
        on s.place = k.place and s.disease = k.disease and s.measure = k.measure and s.day = k.day
        and s.aggregation = k.aggregation and s.case_class is not distinct from k.case_class
        and s.symptom_status = def.symptom_status and s.period_start is not distinct from k.period_start
    join observation so on so.observation_id = s.observation_id and so.value = o.value
    where k.observation_id = repeats_plain_series.asked and k.symptom_status is null)
$$;
comment on function repeats_plain_series(bigint, text, timestamptz) is 'Whether a figure of open symptom status repeats that of the plain series.';
