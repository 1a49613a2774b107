-- One series of daily counts, in the sense of the definition in force on its last day. Days counted by a definition that
-- counts something else are left out, unless `across_breaks` asks for them; a missing day is a missing row.
create function series(place text, disease text, measure text, aggregation text, first_day date, last_day date,
                       across_breaks boolean default false, case_class text default null, since date default null)
returns table (
    day date, value bigint, basis text, confidence text, flags text[], failed_checks text[], definition_id text, counts text,
    is_break boolean, note text
)
language sql stable parallel safe
as $$
with plain as (
    select d.day, d.value, d.basis, d.confidence, d.flags, d.failed_checks, d.definition_id, coalesce(def.counts, '') as counts,
           def.note
    from daily_count d
    left join series_definition def on def.definition_id = d.definition_id
    where d.place = series.place and d.disease = series.disease and d.measure = series.measure
      and d.aggregation = series.aggregation and d.day between series.first_day and series.last_day
      and d.case_class is not distinct from series.case_class
      and d.symptom_status is not distinct from def.symptom_status
      and d.period_start is not distinct from coalesce(series.since,
                                                       case when d.aggregation = 'cumulative' then def.totals_from end)
), meant as (
    select p.*, first_value(p.counts) over (order by p.day desc) as last_counts
    from plain p
), shown as (
    select m.*, lag(m.counts) over days as counts_before, lag(m.definition_id) over days as definition_before
    from meant m
    where series.across_breaks or m.counts = m.last_counts
    window days as (order by m.day)
)
select s.day, s.value, s.basis, s.confidence, s.flags, s.failed_checks, s.definition_id, s.counts,
       coalesce(s.counts <> s.counts_before, false),
       case when s.definition_id is distinct from s.definition_before then s.note end
from shown s
order by s.day
$$;
comment on function series(text, text, text, text, date, date, boolean, text, date) is 'One series, joined over equal definitions only; across_breaks joins all, and is_break marks the first day of another definition, note says what changed.';
