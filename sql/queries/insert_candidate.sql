-- Which observations may become counts, and under which key: the rules of day, period and class.
--
-- Never a count: a retracted figure, a part (subgroup, locality), a figure without place or day, a lone cluster.
-- Day of a cut-off: the last day wholly covered, with an hour's grace (23:00 and 23:59 close their day, 10:00 the day before).
-- Day of a total or state without an hour: the day before its date if the document's new figures cover that day, else its date.
-- Day of a new figure: its date, but never a day that its own bulletin's cut-off leaves unfinished.
-- Class: the one that the plain series counts by the definition in force is the plain series, whether named or not.
-- A series beside the plain one (pneumonia without a positive test) has a definition, and a start of its totals, of its own.
-- Where bulletins are several a day, an increment counts from the last bulletin: it is a day's count only if it was published
-- after that day was over, and names no hour within it.
-- A candidate that this reading does not give again moves to former_candidate; one that it gives again stays as it was.
create temp table fresh on commit drop as
with figure as (
    select o.*, left(o.place, 2) as country, coalesce(c.time_zone, s.time_zone) as time_zone, d.published_at,
           case when o.period_start < o.date or o.aggregation <> 'new' then o.period_start end as since,
           coalesce(o.cut_off_at, case when o.aggregation = 'new' then max(o.cut_off_at) over bulletin end) as cut_off
    from observation o
    join uncounted using (document_id)
    join document d using (document_id)
    join source s on s.source_id = d.source_id
    left join place c on c.place = left(o.place, 2)
    where o.retracted_at is null and o.aggregation is not null and o.place is not null and o.date is not null
      and o.subgroup is null and o.locality is null
    window bulletin as (partition by o.document_id, o.disease, o.place, o.date)
), closed as (
    select f.*, ((cut_off + interval '1 hour') at time zone time_zone)::date - 1 as closed_on
    from figure f
), covered as (
    select document_id, disease, place, least(date, coalesce(closed_on, date)) as day
    from closed
    where aggregation = 'new' and since is null
), dated as (
    select c.*,
           case
               when aggregation = 'new' then least(date, coalesce(closed_on, date))
               when cut_off is not null then closed_on
               when exists (select from covered n where n.document_id = c.document_id and n.disease = c.disease
                            and n.place = c.place and n.day = c.date - 1)
                   and not exists (select from covered n where n.document_id = c.document_id and n.disease = c.disease
                                   and n.place = c.place and n.day = c.date) then date - 1
               else date
           end as day
    from closed c
), defined as (
    select f.*, h.intraday, h.case_class as plain_class, coalesce(a.definition_id, h.definition_id) as definition_id,
           coalesce(f.since, case when f.aggregation = 'cumulative' then coalesce(a.totals_from, h.totals_from) end) as started_on,
           f.cut_off - ((f.day + 1)::timestamp at time zone f.time_zone) as overshoot,
           (f.published_at at time zone f.time_zone)::date > f.day as published_later
    from dated f
    left join series_definition h
        on h.place = f.country and h.disease = f.disease and h.measure = f.measure and h.plain
        and f.day >= h.valid_from and (h.valid_to is null or f.day < h.valid_to)
    left join series_definition a
        on a.place = f.country and a.disease = f.disease and a.measure = f.measure and not a.plain
        and f.day >= a.valid_from and (a.valid_to is null or f.day < a.valid_to)
        and a.case_class = f.case_class and a.symptom_status is not distinct from f.symptom_status
)
select observation_id, document_id, place, disease, measure, aggregation, nullif(case_class, plain_class) as case_class,
       symptom_status, day, started_on as period_start, case when aggregation <> 'new' then overshoot end as overshoot,
       definition_id
from defined
where not (aggregation = 'new' and since is null and coalesce(intraday, false)
           and not (coalesce(published_later, false) and coalesce(overshoot, '0') between '-5 minutes' and '5 minutes'));

with gone as (
    delete from candidate c
    using uncounted u
    where u.document_id = c.document_id
      and not exists (
          select from fresh f
          where f.observation_id = c.observation_id
            and (f.place, f.disease, f.measure, f.aggregation, f.case_class, f.symptom_status, f.day, f.period_start,
                 f.overshoot, f.definition_id)
                is not distinct from (c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day,
                                      c.period_start, c.overshoot, c.definition_id))
    returning c.*
)
insert into former_candidate (observation_id, document_id, place, disease, measure, aggregation, case_class, symptom_status,
                              day, period_start, overshoot, definition_id, recorded_at)
select observation_id, document_id, place, disease, measure, aggregation, case_class, symptom_status, day, period_start,
       overshoot, definition_id, recorded_at
from gone;

insert into candidate (observation_id, document_id, place, disease, measure, aggregation, case_class, symptom_status, day,
                       period_start, overshoot, definition_id)
select observation_id, document_id, place, disease, measure, aggregation, case_class, symptom_status, day, period_start,
       overshoot, definition_id
from fresh
on conflict (observation_id) do nothing;

insert into touched_key
select place, disease, measure, aggregation, case_class, symptom_status, day, period_start from fresh
union
select place, disease, measure, aggregation, case_class, symptom_status, day, period_start
from former_candidate
join uncounted using (document_id)
where retracted_at = now();

-- The keys are looked up one by one: after a batch that matters to its size, the planner has to know the table anew.
do $$
begin
    if (select count(*) from fresh) * 10 > (select reltuples from pg_class where oid = 'candidate'::regclass) then
        analyze candidate;
    end if;
end
$$;

-- What is worked out from these keys: the new figures of a total's day and of the next, and of the week after that where there
-- is a total (it may rise after standing still); all symptoms; the country.
insert into touched_key
select t.place, t.disease, t.measure, 'new', t.case_class, t.symptom_status, t.day + later, null
from touched_key t
cross join generate_series(0, 8) later
where t.aggregation = 'cumulative' and t.period_start is null
  and (later < 2 or exists (
      select from candidate c
      where c.place = t.place and c.disease = t.disease and c.measure = t.measure and c.day = t.day + later
        and c.aggregation = 'cumulative' and c.case_class is not distinct from t.case_class
        and c.symptom_status is not distinct from t.symptom_status and c.period_start is null
      offset 0))
union
select place, disease, measure, aggregation, case_class, null, day, period_start
from touched_key
where symptom_status is not null
union
select p.parent, disease, measure, aggregation, case_class, symptom_status, day, period_start
from touched_key
join place p using (place)
where p.parent is not null;

create temp table key_to_resolve on commit drop as select distinct * from touched_key;

analyze key_to_resolve
