-- Arithmetic on the counts, wherever all its terms are there, and looks at how a series runs. A value that was itself worked
-- out of these terms is no proof of them. Results that no longer can be computed are taken away.
-- Only the days that changed are looked at, with the thirteen behind them that their windows reach; and those of the last weeks,
-- which may have fallen silent. Days of one series that lie close together are one span of the scope.
create temp table scope on commit drop as
with due as (
    delete from check_due returning country, disease, measure, day
), looked_at as (
    select country, disease, measure, day from due
    union
    select left(place, 2), disease, measure, day from daily_count where day >= current_date - 60
    union
    select left(place, 2), disease, measure, day from check_result where check_name = 'silence'
), parted as (
    select l.*, l.day - lag(l.day) over series > 13 + 14 as begins
    from looked_at l
    window series as (partition by l.country, l.disease, l.measure order by l.day)
), numbered as (
    select p.*, count(*) filter (where p.begins) over (partition by p.country, p.disease, p.measure order by p.day) as span
    from parted p
)
select country, disease, measure, min(day) as first_day, max(day) + 13 as last_day
from numbered
group by country, disease, measure, span;

analyze scope;

-- A few days of a few series are found by the index, however large the planner takes their share of ten million counts to be.
set local jit = off;
do $$
begin
    if (select count(*) from scope) < 1000 then
        set local enable_seqscan = off;
    end if;
end
$$;

-- Their counts, and those of the two weeks before, which are only looked back at.
create temp table counted on commit drop as
select d.*, d.day >= s.first_day as judged
from scope s
join daily_count d
    on left(d.place, 2) = s.country and d.disease = s.disease and d.measure = s.measure
    and d.day between s.first_day - 14 and s.last_day;

set local enable_seqscan to default;

-- The joins below are over many rows that were written just now: the planner has to know how many.
analyze counted;

with total_follows as (
    select t.*, 'total_follows' as check_name, b.value + n.value = t.value as passed, b.value + n.value as expected,
           format('%%s on the day before + %%s new, total given %%s', b.value, n.value, t.value) as detail
    from counted t
    join counted b
        on b.place = t.place and b.disease = t.disease and b.measure = t.measure and b.aggregation = 'cumulative'
        and b.day = t.day - 1 and b.case_class is not distinct from t.case_class
        and b.symptom_status is not distinct from t.symptom_status and b.period_start is not distinct from t.period_start
        and b.definition_id is not distinct from t.definition_id
    join counted n
        on n.place = t.place and n.disease = t.disease and n.measure = t.measure and n.aggregation = 'new'
        and n.day = t.day and n.case_class is not distinct from t.case_class
        and n.symptom_status is not distinct from t.symptom_status and n.period_start is null and n.basis <> 'from_totals'
    where t.judged and t.aggregation = 'cumulative' and t.basis = 'stated' and b.basis = 'stated'
), symptoms_add_up as (
    select t.*, 'symptoms_add_up' as check_name, w.value + a.value = t.value as passed, w.value + a.value as expected,
           format('%%s with symptoms + %%s without, all given %%s', w.value, a.value, t.value) as detail
    from counted t
    join counted w
        on w.place = t.place and w.disease = t.disease and w.measure = t.measure and w.aggregation = t.aggregation
        and w.day = t.day and w.case_class is not distinct from t.case_class and w.symptom_status = 'symptomatic'
        and w.period_start is not distinct from t.period_start
    join counted a
        on a.place = t.place and a.disease = t.disease and a.measure = t.measure and a.aggregation = t.aggregation
        and a.day = t.day and a.case_class is not distinct from t.case_class and a.symptom_status = 'asymptomatic'
        and a.period_start is not distinct from t.period_start
    where t.judged and t.symptom_status is null and t.basis <> 'from_parts'
), part as (
    select left(place, 2) as country, disease, measure, aggregation, case_class, symptom_status, day, period_start,
           sum(value)::bigint as value, count(*) as units,
           bool_or(flags && '{at_least,at_most,approximate,late_cut_off,unofficial}') as inexact
    from counted
    where length(place) > 2
    group by 1, 2, 3, 4, 5, 6, 7, 8
), parts_within_whole as (
    select t.*, 'parts_within_whole' as check_name, p.value <= t.value and not case
               when p.value < t.value and not p.inexact
                    and not t.flags && '{at_least,at_most,approximate,late_cut_off,unofficial}'
               then p.units = (
                   select count(*) from place every
                   where every.parent = t.place and (every.valid_from is null or every.valid_from <= t.day)
                     and (every.valid_to is null or every.valid_to > t.day))
               else false end as passed,
           p.value as expected, format('%%s units add up to %%s, the whole is given as %%s', p.units, p.value, t.value) as detail
    from counted t
    join part p
        on p.country = t.place and p.disease = t.disease and p.measure = t.measure and p.aggregation = t.aggregation
        and p.day = t.day and p.case_class is not distinct from t.case_class
        and p.symptom_status is not distinct from t.symptom_status and p.period_start is not distinct from t.period_start
    where t.judged and t.basis <> 'from_parts'
), look as (
    select d.*, lag(d.value) over key as near_value, lag(d.day) over key as near_day,
           avg(d.value) over week as week_mean, count(*) over week as week_days,
           min(d.value) over seven as least_of_seven, max(d.value) over seven as most_of_seven,
           count(*) over seven as days_of_seven, lead(d.day) over key is null as is_last,
           count(*) over fortnight as days_of_fortnight
    from counted d
    window key as (partition by d.place, d.disease, d.measure, d.aggregation, d.case_class, d.symptom_status, d.period_start
                   order by d.day),
           week as (key range between interval '7 days' preceding and interval '1 day' preceding),
           seven as (key range between interval '6 days' preceding and current row),
           fortnight as (key range between interval '13 days' preceding and current row)
), run as (
    select l.*, coalesce(far.value, l.near_value) as before, coalesce(far.day, l.near_day) as day_before
    from look l
    left join lateral (
        select d.value, d.day
        from daily_count d
        where l.aggregation = 'cumulative' and (l.near_day is null or l.near_day < l.day - 14)
          and d.place = l.place and d.disease = l.disease and d.measure = l.measure and d.day < l.day
          and d.aggregation = l.aggregation and d.case_class is not distinct from l.case_class
          and d.symptom_status is not distinct from l.symptom_status and d.period_start is not distinct from l.period_start
        order by d.day desc
        limit 1
    ) far on true
    where l.judged
), looked as (
    select r.*, 'total_falls' as check_name, false as passed, r.before as expected,
           format('%%s, after %%s on %%s', r.value, r.before, r.day_before) as detail
    from run r
    where r.aggregation = 'cumulative' and r.value < r.before
    union all
    select r.*, 'jump', false, (6 * r.week_mean)::bigint,
           format('%%s, where the week before has %%s a day', r.value, round(r.week_mean, 1))
    from run r
    where r.aggregation = 'new' and r.week_days >= 3 and r.value >= 10 and r.value > 6 * r.week_mean
    union all
    select r.*, 'frozen_total', false, r.value, format('%%s for seven days', r.value)
    from run r
    where r.aggregation = 'cumulative' and length(r.place) = 2 and r.value > 0 and r.days_of_seven = 7
      and r.least_of_seven = r.most_of_seven
    union all
    select r.*, 'sources_disagree', false, case when r.value_max > r.value then r.value_max else r.value_min end,
           format('sources say %%s to %%s', r.value_min, r.value_max)
    from run r
    where r.value_min < r.value_max
    union all
    select r.*, 'silence', false, r.value, format('no count since, after %%s in fourteen days', r.days_of_fortnight)
    from run r
    where r.is_last and r.days_of_fortnight >= 5 and length(r.place) = 2
      and r.day between current_date - 30 and current_date - 4
), result as (
    select a.*, (
        select min(e.exception_id) from check_exception e
        where not a.passed and e.check_name = a.check_name and e.place = a.place and e.disease = a.disease
          and e.measure = a.measure and a.day >= e.first_day and (e.last_day is null or a.day <= e.last_day)) as excused_by
    from (
        select check_name, place, disease, measure, aggregation, case_class, symptom_status, day, period_start, passed, expected,
               value, detail
        from total_follows
        union all
        select check_name, place, disease, measure, aggregation, case_class, symptom_status, day, period_start, passed, expected,
               value, detail
        from symptoms_add_up
        union all
        select check_name, place, disease, measure, aggregation, case_class, symptom_status, day, period_start, passed, expected,
               value, detail
        from parts_within_whole
        union all
        select check_name, place, disease, measure, aggregation, case_class, symptom_status, day, period_start, passed, expected,
               value, detail
        from looked
    ) a
), gone as (
    delete from check_result c
    using scope s
    where left(c.place, 2) = s.country and c.disease = s.disease and c.measure = s.measure
      and c.day between s.first_day and s.last_day
      and not exists (
        select from result r
        where r.check_name = c.check_name and r.place = c.place and r.disease = c.disease and r.measure = c.measure
          and r.aggregation = c.aggregation and r.day = c.day and r.case_class is not distinct from c.case_class
          and r.symptom_status is not distinct from c.symptom_status and r.period_start is not distinct from c.period_start)
    returning 1
), written as (
    insert into check_result as c (check_name, place, disease, measure, aggregation, case_class, symptom_status, day,
        period_start, passed, expected, found, detail, excused_by)
    select check_name, place, disease, measure, aggregation, case_class, symptom_status, day, period_start, passed, expected,
        value, detail, excused_by
    from result
    on conflict (check_name, place, disease, measure, aggregation, case_class, symptom_status, day, period_start) do update
    set passed = excluded.passed, expected = excluded.expected, found = excluded.found, detail = excluded.detail,
        excused_by = excluded.excused_by, changed_at = now()
    where (c.passed, c.expected, c.found, c.detail, c.excused_by)
        is distinct from (excluded.passed, excluded.expected, excluded.found, excluded.detail, excluded.excused_by)
    returning 1
)
select (select count(*) from gone) + (select count(*) from written) as changed
