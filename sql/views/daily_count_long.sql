-- One row for each figure of the plain series, named as the columns of daily_count_wide. Plain is what the ministry's own
-- figure counts on that day; class and symptoms beside it stand in daily_count.
create view daily_count_long as
select d.place, coalesce(pl.name, d.place) as place_name, d.disease, d.day,
       case when d.aggregation = 'new' then 'new_'
            when d.aggregation = 'stock' then 'current_'
            when d.period_start is not distinct from def.totals_from then 'total_'
            else 'year_' end || d.measure as series,
       d.value, d.basis, d.confidence, def.counts
from daily_count d
left join place pl on pl.place = d.place
left join series_definition def on def.definition_id = d.definition_id
where d.case_class is null and d.symptom_status is not distinct from def.symptom_status
  and (d.period_start is null or d.aggregation = 'cumulative' and d.period_start = date_trunc('year', d.day)::date);
comment on view daily_count_long is 'The plain series as rows: place, day, name of the series, value. For R, pandas and pivot tables.';
comment on column daily_count_long.place is 'ISO 3166-1 or 3166-2 code.';
comment on column daily_count_long.place_name is 'English name of the place.';
comment on column daily_count_long.disease is 'Disease slug.';
comment on column daily_count_long.day is 'Calendar day that the figure wholly covers.';
comment on column daily_count_long.series is 'new_, total_ (since the epidemic began), year_ (since 1 January) or current_, and the measure: new_cases, total_deaths.';
comment on column daily_count_long.value is 'The count.';
comment on column daily_count_long.basis is 'stated, from_totals or from_parts.';
comment on column daily_count_long.confidence is 'high, medium or low.';
comment on column daily_count_long.counts is 'What is counted, as a slug: rows with the same one may be joined.';
