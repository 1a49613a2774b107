-- Epidemiological weeks as WHO's European Region has them: ISO 8601, Monday to Sunday, week 1 with the year's first Thursday.
-- Three ways to a week, the first that there is wins: a source states it; its seven days are all there, counted alike; two
-- totals a week apart, both exact, with the same start and definition.
create view weekly_count as
with way as (
    select place, disease, measure, case_class, symptom_status, date_trunc('week', day)::date as first_day, 'days' as way,
           value, definition_id
    from daily_count
    where aggregation = 'new' and period_start is null
    union all
    select place, disease, measure, case_class, symptom_status, period_start, 'stated', value, definition_id
    from period_count
    where day = period_start + 6 and extract(isodow from period_start) = 1
    union all
    select t.place, t.disease, t.measure, t.case_class, t.symptom_status, t.day - 6, 'totals', t.value - b.value, t.definition_id
    from daily_count t
    join daily_count b
        on b.place = t.place and b.disease = t.disease and b.measure = t.measure and b.aggregation = 'cumulative'
        and b.day = t.day - 7 and b.case_class is not distinct from t.case_class
        and b.symptom_status is not distinct from t.symptom_status and b.period_start is not distinct from t.period_start
        and b.definition_id is not distinct from t.definition_id
    where t.aggregation = 'cumulative' and extract(isodow from t.day) = 7 and t.value > b.value
      and not t.flags && '{at_least,at_most,approximate,late_cut_off,unofficial}'
      and not b.flags && '{at_least,at_most,approximate,late_cut_off,unofficial}'
), week as (
    select w.place, w.disease, w.measure, w.case_class, w.symptom_status, w.first_day,
           max(w.value) filter (where w.way = 'stated') as stated,
           case when count(*) filter (where w.way = 'days') = 7
                     and count(distinct coalesce(def.counts, '')) filter (where w.way = 'days') = 1
                then sum(w.value) filter (where w.way = 'days') end as from_days,
           case when min(w.value) filter (where w.way = 'totals') = max(w.value) filter (where w.way = 'totals')
                then max(w.value) filter (where w.way = 'totals') end as from_totals,
           (count(*) filter (where w.way = 'days'))::int as days,
           sum(w.value) filter (where w.way = 'days') as so_far
    from way w
    left join series_definition def on def.definition_id = w.definition_id
    group by w.place, w.disease, w.measure, w.case_class, w.symptom_status, w.first_day
)
select w.place, w.disease, w.measure, w.case_class, w.symptom_status, extract(isoyear from w.first_day)::int as epi_year,
       extract(week from w.first_day)::int as epi_week, w.first_day, w.first_day + 6 as last_day,
       coalesce(w.stated, w.from_days, w.from_totals)::bigint as value,
       case when w.stated is not null then 'stated' when w.from_days is not null then 'from_days'
            when w.from_totals is not null then 'from_totals' end as basis,
       w.days, w.so_far::bigint as so_far,
       round(100000.0 * coalesce(w.stated, w.from_days, w.from_totals) / p.people, 2) as per_100k, p.people as population,
       p.year as population_year, p.source as population_source
from week w
left join lateral population_of(w.place, w.first_day) p on true;
comment on view weekly_count is 'New counts by epidemiological week (ISO 8601: Monday to Sunday). A week that is not whole has no value.';
comment on column weekly_count.place is 'ISO 3166-1 or 3166-2 code.';
comment on column weekly_count.disease is 'Disease slug.';
comment on column weekly_count.measure is 'What is counted.';
comment on column weekly_count.case_class is 'Class counted; null = the plain series.';
comment on column weekly_count.symptom_status is 'symptomatic, asymptomatic, or null = both together.';
comment on column weekly_count.epi_year is 'Year that the week belongs to; around New Year not always the calendar''s.';
comment on column weekly_count.epi_week is 'Number of the week, 1 to 53.';
comment on column weekly_count.first_day is 'Its Monday.';
comment on column weekly_count.last_day is 'Its Sunday.';
comment on column weekly_count.value is 'New in the week; null where the week is not whole and nobody states it.';
comment on column weekly_count.basis is 'stated; from_days = the sum of seven daily counts; from_totals = Sunday''s total less that of the Sunday before.';
comment on column weekly_count.days is 'How many of its days have a daily count.';
comment on column weekly_count.so_far is 'Sum of the days that there are: a lower bound while days are missing.';
comment on column weekly_count.per_100k is 'The value per 100,000 inhabitants; null where no population is on file.';
comment on column weekly_count.population is 'Inhabitants that were divided by; null where none are on file.';
comment on column weekly_count.population_year is 'Year of that figure; null where its source gives none.';
comment on column weekly_count.population_source is 'Who says how many inhabitants there are.';
