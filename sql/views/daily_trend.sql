-- A mean needs all its seven days, counted alike: one missing day, or a break of definition within them, and there is none.
create view daily_trend as
with counted as (
    select d.*, coalesce(def.counts, '') as counts, def.note
    from daily_count d
    left join series_definition def on def.definition_id = d.definition_id
    where d.aggregation = 'new' and d.period_start is null
), smoothed as (
    select c.*, (count(*) over week)::int as days_of_seven, avg(c.value) over week as mean
    from counted c
    window week as (partition by c.place, c.disease, c.measure, c.case_class, c.symptom_status, c.counts order by c.day
                    range between interval '6 days' preceding and current row)
)
select s.place, s.disease, s.measure, s.case_class, s.symptom_status, s.day, s.value, s.days_of_seven,
       case when s.days_of_seven = 7 then round(s.mean, 1) end as mean_of_seven,
       round(100000.0 * s.value / p.people, 2) as per_100k,
       case when s.days_of_seven = 7 then round(100000 * s.mean / p.people, 2) end as mean_per_100k,
       p.people as population, p.year as population_year, p.source as population_source, s.basis, s.confidence, s.flags,
       s.failed_checks, s.counts, s.note as what_is_counted
from smoothed s
left join lateral population_of(s.place, s.day) p on true;
comment on view daily_trend is 'New counts with their mean of seven days and per 100,000. A missing day is a missing row; means never cross a gap or a break of definition.';
comment on column daily_trend.place is 'ISO 3166-1 or 3166-2 code.';
comment on column daily_trend.disease is 'Disease slug.';
comment on column daily_trend.measure is 'What is counted.';
comment on column daily_trend.case_class is 'Class counted; null = the plain series.';
comment on column daily_trend.symptom_status is 'symptomatic, asymptomatic, or null = both together.';
comment on column daily_trend.day is 'Calendar day that the figure wholly covers.';
comment on column daily_trend.value is 'New on that day.';
comment on column daily_trend.days_of_seven is 'How many of the seven days up to this one have a count of the same definition.';
comment on column daily_trend.mean_of_seven is 'Mean of these seven days; null unless all seven are there.';
comment on column daily_trend.per_100k is 'New on that day per 100,000 inhabitants; null where no population is on file.';
comment on column daily_trend.mean_per_100k is 'The mean of seven days per 100,000 inhabitants.';
comment on column daily_trend.population is 'Inhabitants that were divided by; null where none are on file.';
comment on column daily_trend.population_year is 'Year of that figure; null where its source gives none.';
comment on column daily_trend.population_source is 'Who says how many inhabitants there are.';
comment on column daily_trend.basis is 'stated, from_totals or from_parts.';
comment on column daily_trend.confidence is 'high, medium or low.';
comment on column daily_trend.flags is 'What to beware of.';
comment on column daily_trend.failed_checks is 'Checks that this count fails.';
comment on column daily_trend.counts is 'What is counted, as a slug: rows with the same one may be joined.';
comment on column daily_trend.what_is_counted is 'The same in words.';
