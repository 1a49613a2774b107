-- Writes what changed for the touched keys and nothing else.
with gone as (
    delete from daily_count d
    using key_to_resolve k
    where d.place = k.place and d.disease = k.disease and d.measure = k.measure and d.aggregation = k.aggregation
      and d.day = k.day and d.case_class is not distinct from k.case_class
      and d.symptom_status is not distinct from k.symptom_status and d.period_start is not distinct from k.period_start
      and not exists (
          select from resolved r
          where r.place = k.place and r.disease = k.disease and r.measure = k.measure and r.aggregation = k.aggregation
            and r.day = k.day and r.case_class is not distinct from k.case_class
            and r.symptom_status is not distinct from k.symptom_status
            and r.period_start is not distinct from k.period_start)
    returning 1
), written as (
    insert into daily_count as d (place, disease, measure, aggregation, case_class, symptom_status, day, period_start, value,
        value_min, value_max, witnesses, independent_witnesses, basis, confidence, flags, definition_id, observation_id,
        terms, first_published_at)
    select place, disease, measure, aggregation, case_class, symptom_status, day, period_start, value,
        value_min, value_max, witnesses, independent_witnesses, basis, confidence, flags, definition_id, observation_id,
        terms, first_published_at
    from resolved
    where not (aggregation = 'new' and period_start is not null)
    on conflict (place, disease, measure, aggregation, case_class, symptom_status, day, period_start) do update
    set value = excluded.value, value_min = excluded.value_min, value_max = excluded.value_max,
        witnesses = excluded.witnesses, independent_witnesses = excluded.independent_witnesses, basis = excluded.basis,
        confidence = excluded.confidence, flags = excluded.flags, definition_id = excluded.definition_id,
        observation_id = excluded.observation_id, terms = excluded.terms,
        first_published_at = excluded.first_published_at, changed_at = now()
    where (d.value, d.value_min, d.value_max, d.witnesses, d.independent_witnesses, d.basis, d.confidence, d.flags,
           d.definition_id, d.observation_id, d.terms, d.first_published_at)
        is distinct from (excluded.value, excluded.value_min, excluded.value_max, excluded.witnesses,
           excluded.independent_witnesses, excluded.basis, excluded.confidence, excluded.flags, excluded.definition_id,
           excluded.observation_id, excluded.terms, excluded.first_published_at)
    returning 1
)
select (select count(*) from gone) + (select count(*) from written) as changed
