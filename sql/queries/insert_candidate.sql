-- Which observations may become counts, and under which key: the rules of day, period and class.
--
-- Never a count: a retracted figure, a part (subgroup, locality), a figure without place or day, a lone cluster.
-- Day of a cut-off: the last day wholly covered, with an hour's grace (23:00 and 23:59 close their day, 10:00 the day before).
-- Day of a total or state without an hour: the day before its date if the document's new figures cover that day, else its date.
-- Day of a new figure: its date, but never a day that its own bulletin's cut-off leaves unfinished.
-- Class: the one that the plain series counts by the definition in force is the plain series, whether named or not.
-- Where bulletins of part of a day are usual, such an unfinished day's increment is nobody's daily count.
with figure as (
    select o.*, left(o.place, 2) as country, coalesce(c.time_zone, s.time_zone) as time_zone,
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
), inserted as (
    insert into candidate (observation_id, document_id, place, disease, measure, aggregation, case_class, symptom_status,
                           day, period_start, overshoot, definition_id)
    select f.observation_id, f.document_id, f.place, f.disease, f.measure, f.aggregation,
           nullif(f.case_class, s.case_class), f.symptom_status, f.day, f.since,
           case when f.aggregation <> 'new' then f.cut_off - ((f.day + 1)::timestamp at time zone f.time_zone) end,
           s.definition_id
    from dated f
    left join series_definition s
        on s.place = f.country and s.disease = f.disease and s.measure = f.measure
        and f.day >= s.valid_from and (s.valid_to is null or f.day < s.valid_to)
    where not (f.aggregation = 'new' and f.since is null and f.day < f.date and coalesce(s.intraday, false))
    returning place, disease, measure, aggregation, case_class, symptom_status, day, period_start
)
insert into touched_key
select place, disease, measure, aggregation, case_class, symptom_status, day, period_start from inserted;

analyze touched_key
