-- What arithmetic gives for keys that no source states: rules 8 and 9 of ranked_candidate.sql. A term is exact, not late, not
-- unofficial. A total that stands still, or that rises after it was stated alike within the week before, tells of no single day.
-- Keys first, those that are stated left out, then look-ups of one key each; `offset 0` keeps the planner from joining them.
create function derived_count(published_by timestamptz, recorded_by timestamptz)
returns table (
    place text, disease text, measure text, aggregation text, case_class text, symptom_status text, day date,
    period_start date, value bigint, basis text, confidence text, flags text[], definition_id text, terms bigint[],
    first_published_at timestamptz
)
language sql stable parallel safe
as $$
select k.place, k.disease, k.measure, 'new', k.case_class, k.symptom_status, k.day, null::date, t.value - b.value,
       'from_totals', case when 'low' in (t.confidence, b.confidence) then 'low' else 'medium' end,
       case when 'disputed' = any (t.flags || b.flags) then '{disputed}'::text[] else '{}' end,
       t.definition_id, array[t.observation_id, b.observation_id], greatest(t.first_published_at, b.first_published_at)
from (
    select distinct c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day, c.period_start
    from known_candidate(derived_count.recorded_by) c
    where c.aggregation = 'cumulative' and c.period_start is null
) k
cross join lateral (
    select y.*
    from stated_count(derived_count.published_by, derived_count.recorded_by) y
    where y.place = k.place and y.disease = k.disease and y.measure = k.measure and y.aggregation = 'cumulative'
      and y.case_class is not distinct from k.case_class and y.symptom_status is not distinct from k.symptom_status
      and y.day = k.day and y.period_start is null
    offset 0
) t
cross join lateral (
    select y.*
    from stated_count(derived_count.published_by, derived_count.recorded_by) y
    where y.place = k.place and y.disease = k.disease and y.measure = k.measure and y.aggregation = 'cumulative'
      and y.case_class is not distinct from k.case_class and y.symptom_status is not distinct from k.symptom_status
      and y.day = k.day - 1 and y.period_start is null
    offset 0
) b
left join series_definition def on def.definition_id = t.definition_id
where not t.tied and not b.tied and t.value > b.value
  and not (t.flags || b.flags) && '{at_least,at_most,approximate,late_cut_off,unofficial}'
  and t.definition_id is not distinct from b.definition_id
  and coalesce(t.overshoot, '0') - coalesce(b.overshoot, '0') between interval '-2 hours' and interval '2 hours'
  and (not coalesce(def.intraday, false) or (t.overshoot is not null and b.overshoot is not null))
  and not exists (
      select
      from known_candidate(derived_count.recorded_by) c
      join observation o on o.observation_id = c.observation_id and o.value = b.value
      join document d on d.document_id = c.document_id and d.versioned_at <= derived_count.published_by
      where c.place = k.place and c.disease = k.disease and c.measure = k.measure and c.aggregation = 'cumulative'
        and c.case_class is not distinct from k.case_class and c.symptom_status is not distinct from k.symptom_status
        and c.day between k.day - 8 and k.day - 2 and c.period_start is null
      offset 0)
  and not exists (
      select
      from known_candidate(derived_count.recorded_by) c
      join document d on d.document_id = c.document_id and d.versioned_at <= derived_count.published_by
      where c.place = k.place and c.disease = k.disease and c.measure = k.measure and c.aggregation = 'new'
        and c.case_class is not distinct from k.case_class and c.symptom_status is not distinct from k.symptom_status
        and c.day = k.day and c.period_start is not distinct from k.period_start
      offset 0)
union all
select k.place, k.disease, k.measure, k.aggregation, k.case_class, null, k.day, k.period_start, w.value + a.value,
       'from_parts', case when 'low' in (w.confidence, a.confidence) then 'low' else 'medium' end,
       case when 'disputed' = any (w.flags || a.flags) then '{disputed}'::text[] else '{}' end,
       w.definition_id, array[w.observation_id, a.observation_id], greatest(w.first_published_at, a.first_published_at)
from (
    select distinct c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day, c.period_start
    from known_candidate(derived_count.recorded_by) c
    where c.symptom_status = 'symptomatic' and (c.aggregation <> 'new' or c.period_start is null)
) k
cross join lateral (
    select y.*
    from stated_count(derived_count.published_by, derived_count.recorded_by) y
    where y.place = k.place and y.disease = k.disease and y.measure = k.measure and y.aggregation = k.aggregation
      and y.case_class is not distinct from k.case_class and y.symptom_status = 'symptomatic'
      and y.day = k.day and y.period_start is not distinct from k.period_start
    offset 0
) w
cross join lateral (
    select y.*
    from stated_count(derived_count.published_by, derived_count.recorded_by) y
    where y.place = k.place and y.disease = k.disease and y.measure = k.measure and y.aggregation = k.aggregation
      and y.case_class is not distinct from k.case_class and y.symptom_status = 'asymptomatic'
      and y.day = k.day and y.period_start is not distinct from k.period_start
    offset 0
) a
where not w.tied and not a.tied and not (w.flags || a.flags) && '{at_least,at_most,approximate,late_cut_off,unofficial}'
  and not exists (
      select
      from known_candidate(derived_count.recorded_by) c
      join document d on d.document_id = c.document_id and d.versioned_at <= derived_count.published_by
      where c.place = k.place and c.disease = k.disease and c.measure = k.measure and c.aggregation = k.aggregation
        and c.case_class is not distinct from k.case_class and c.symptom_status is not distinct from null
        and c.day = k.day and c.period_start is not distinct from k.period_start
      offset 0)
union all
select k.country, k.disease, k.measure, k.aggregation, k.case_class, k.symptom_status, k.day, k.period_start, u.value,
       'from_parts', case when u.low then 'low' else 'medium' end,
       case when u.disputed then '{disputed}'::text[] else '{}' end, u.definition_id, u.terms, u.first_published_at
from (
    select distinct left(c.place, 2) as country, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day,
           c.period_start
    from known_candidate(derived_count.recorded_by) c
    where length(c.place) > 2 and (c.aggregation <> 'new' or c.period_start is null)
) k
cross join lateral (
    select sum(s.value)::bigint as value, bool_or(s.confidence = 'low') as low, bool_or('disputed' = any (s.flags)) as disputed,
           min(s.definition_id) as definition_id, array_agg(s.observation_id order by s.place) as terms,
           max(s.first_published_at) as first_published_at, count(*) as units
    from stated_count(derived_count.published_by, derived_count.recorded_by) s
    where length(s.place) > 2 and left(s.place, 2) = k.country and s.disease = k.disease and s.measure = k.measure
      and s.aggregation = k.aggregation and s.case_class is not distinct from k.case_class
      and s.symptom_status is not distinct from k.symptom_status and s.day = k.day
      and s.period_start is not distinct from k.period_start and not s.tied
      and not s.flags && '{at_least,at_most,approximate,late_cut_off,unofficial}'
) u
where u.units = (
    select count(*) from place every
    where every.parent = k.country and (every.valid_from is null or every.valid_from <= k.day)
      and (every.valid_to is null or every.valid_to > k.day))
  and not exists (
      select
      from known_candidate(derived_count.recorded_by) c
      join document d on d.document_id = c.document_id and d.versioned_at <= derived_count.published_by
      where c.place = k.country and c.disease = k.disease and c.measure = k.measure and c.aggregation = k.aggregation
        and c.case_class is not distinct from k.case_class and c.symptom_status is not distinct from k.symptom_status
        and c.day = k.day and c.period_start is not distinct from k.period_start
      offset 0)
$$;
comment on function derived_count(timestamptz, timestamptz) is 'Counts that arithmetic gives for keys that no source states.';
