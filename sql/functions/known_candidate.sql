-- The candidates that were in force here at `recorded_by`, but for those that repeat a plain series of one symptom status.
create function known_candidate(recorded_by timestamptz)
returns table (
    observation_id bigint, document_id bigint, place text, disease text, measure text, aggregation text, case_class text,
    symptom_status text, day date, period_start date, overshoot interval, definition_id text
)
language sql stable parallel safe
as $$
select c.observation_id, c.document_id, c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status,
       c.day, c.period_start, c.overshoot, c.definition_id
from candidate c
where c.recorded_at <= known_candidate.recorded_by
  and (c.symptom_status is not null or c.definition_id is null
     or c.definition_id not in (select definition_id from series_definition where plain and symptom_status is not null)
     or not repeats_plain_series(c.observation_id, c.definition_id, known_candidate.recorded_by))
union all
select f.observation_id, f.document_id, f.place, f.disease, f.measure, f.aggregation, f.case_class, f.symptom_status,
       f.day, f.period_start, f.overshoot, f.definition_id
from former_candidate f
where f.recorded_at <= known_candidate.recorded_by and f.retracted_at > known_candidate.recorded_by
  and (f.symptom_status is not null or f.definition_id is null
     or f.definition_id not in (select definition_id from series_definition where plain and symptom_status is not null)
     or not repeats_plain_series(f.observation_id, f.definition_id, known_candidate.recorded_by))
$$;
comment on function known_candidate(timestamptz) is 'The candidates that were in force here at recorded_by.';
