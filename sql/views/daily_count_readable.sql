create view daily_count_readable as
select d.day, coalesce(pl.name, d.place) as place, coalesce(di.name, d.disease) as disease, d.measure, d.aggregation,
       d.case_class, coalesce(d.symptom_status, 'all') as symptoms, d.period_start, d.value,
       case when d.value_min <> d.value_max then d.value_min || '–' || d.value_max end as sources_say,
       d.witnesses, d.independent_witnesses, d.basis, d.confidence, d.flags,
       nullif(d.failed_checks, '{}') as failed_checks,
       s.name as source, doc.canonical_url as url, d.first_published_at, def.note as what_is_counted
from daily_count d
join observation o using (observation_id)
join document doc using (document_id)
join source s on s.source_id = doc.source_id
left join place pl on pl.place = d.place
left join disease di on di.disease = d.disease
left join series_definition def on def.definition_id = d.definition_id;
comment on view daily_count_readable is 'Daily counts with names instead of codes.';
comment on column daily_count_readable.day is 'Calendar day that the figure wholly covers.';
comment on column daily_count_readable.place is 'English name of the place.';
comment on column daily_count_readable.disease is 'English name of the disease.';
comment on column daily_count_readable.measure is 'What is counted.';
comment on column daily_count_readable.aggregation is 'new, cumulative or stock.';
comment on column daily_count_readable.case_class is 'Class counted; null = the plain series.';
comment on column daily_count_readable.symptoms is 'symptomatic, asymptomatic or all.';
comment on column daily_count_readable.period_start is 'First day of a total since a year, season or outbreak began.';
comment on column daily_count_readable.value is 'The count.';
comment on column daily_count_readable.sources_say is 'Least and greatest value given, where sources disagree.';
comment on column daily_count_readable.witnesses is 'Articles that state this value.';
comment on column daily_count_readable.independent_witnesses is 'Of those, stories of different sources.';
comment on column daily_count_readable.basis is 'stated, from_totals or from_parts; source and url are those of its first term.';
comment on column daily_count_readable.confidence is 'high, medium or low.';
comment on column daily_count_readable.flags is 'What to beware of.';
comment on column daily_count_readable.failed_checks is 'Arithmetic that does not hold for this count.';
comment on column daily_count_readable.source is 'Who states the value that was chosen.';
comment on column daily_count_readable.url is 'Where.';
comment on column daily_count_readable.first_published_at is 'When this value could first be read.';
comment on column daily_count_readable.what_is_counted is 'What the series counted on that day.';
