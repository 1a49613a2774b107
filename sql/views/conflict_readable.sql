create view conflict_readable as
select c.day, coalesce(pl.name, c.place) as place, coalesce(di.name, c.disease) as disease, c.measure, c.aggregation,
       c.case_class, coalesce(c.symptom_status, 'all') as symptoms, c.period_start, c.value, s.name as source,
       doc.canonical_url as url, o.evidence, c.chosen_value, cs.name as chosen_source, cdoc.canonical_url as chosen_url,
       coalesce(c.settled_by, 'nothing: no count') as settled_by
from conflict c
join observation o using (observation_id)
join document doc using (document_id)
join source s on s.source_id = c.source_id
left join observation co on co.observation_id = c.chosen_observation_id
left join document cdoc on cdoc.document_id = co.document_id
left join source cs on cs.source_id = cdoc.source_id
left join place pl on pl.place = c.place
left join disease di on di.disease = c.disease;
comment on view conflict_readable is 'Who contradicts which count, and what settled it.';
comment on column conflict_readable.day is 'Calendar day of the count.';
comment on column conflict_readable.place is 'English name of the place.';
comment on column conflict_readable.disease is 'English name of the disease.';
comment on column conflict_readable.measure is 'What is counted.';
comment on column conflict_readable.aggregation is 'new, cumulative or stock.';
comment on column conflict_readable.case_class is 'Class counted; null = the plain series.';
comment on column conflict_readable.symptoms is 'symptomatic, asymptomatic or all.';
comment on column conflict_readable.period_start is 'First day of a period or total.';
comment on column conflict_readable.value is 'The value that was set aside.';
comment on column conflict_readable.source is 'Who states it.';
comment on column conflict_readable.url is 'Where.';
comment on column conflict_readable.evidence is 'In which words.';
comment on column conflict_readable.chosen_value is 'The value that was chosen; null where no rule could choose.';
comment on column conflict_readable.chosen_source is 'Who states that one.';
comment on column conflict_readable.chosen_url is 'Where.';
comment on column conflict_readable.settled_by is 'The rule that chose: exact, consistent, officiality, rank or latest.';
