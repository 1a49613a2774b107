create view daily_count_source as
select d.place, d.disease, d.measure, d.aggregation, d.case_class, d.symptom_status, d.day, d.period_start, d.value,
       d.basis, t.term, o.value as stated_value, o.evidence, substring(doc.title || E'\n' || doc.text
           from greatest(o.start_char - 120, 0) + 1 for o.end_char - o.start_char + 240) as passage,
       doc.title, doc.canonical_url as url, s.name as source, s.source_id, doc.language, doc.published_at, doc.published_by,
       o.date as stated_date, o.cut_off_at, p.fetched_at, p.warc_file, p.warc_offset, o.observation_id, doc.document_id
from daily_count d
cross join lateral (
    select d.observation_id, 'states' as term where d.basis = 'stated'
    union all
    select u.observation_id, case when d.basis = 'from_totals' and u.n = 2 then 'subtracts' else 'adds' end
    from unnest(d.terms) with ordinality u(observation_id, n)
) t
join observation o on o.observation_id = t.observation_id
join document doc on doc.document_id = o.document_id
join page p using (page_id)
join source s on s.source_id = doc.source_id;
comment on view daily_count_source is 'Each daily count with the sentence, article and source that state it; of a count worked out, one row for each term.';
comment on column daily_count_source.place is 'ISO 3166-1 or 3166-2 code.';
comment on column daily_count_source.disease is 'Disease slug.';
comment on column daily_count_source.measure is 'What is counted.';
comment on column daily_count_source.aggregation is 'new, cumulative or stock.';
comment on column daily_count_source.case_class is 'Class counted; null = the plain series.';
comment on column daily_count_source.symptom_status is 'symptomatic, asymptomatic, or null = both together.';
comment on column daily_count_source.day is 'Calendar day that the figure wholly covers.';
comment on column daily_count_source.period_start is 'First day of a total since a year, season or outbreak began.';
comment on column daily_count_source.value is 'The count.';
comment on column daily_count_source.basis is 'stated, from_totals or from_parts.';
comment on column daily_count_source.term is 'What these words do for the value: states, adds or subtracts.';
comment on column daily_count_source.stated_value is 'The figure in these words: the count itself, or the term.';
comment on column daily_count_source.evidence is 'The words that state it.';
comment on column daily_count_source.passage is 'Those words with what stands around them.';
comment on column daily_count_source.title is 'Headline of the article.';
comment on column daily_count_source.url is 'Its address.';
comment on column daily_count_source.source is 'Who published it.';
comment on column daily_count_source.source_id is 'The source''s identity.';
comment on column daily_count_source.language is 'Language of the article.';
comment on column daily_count_source.published_at is 'When the world could read it.';
comment on column daily_count_source.published_by is 'How that instant was found.';
comment on column daily_count_source.stated_date is 'Day that the text names for the figure.';
comment on column daily_count_source.cut_off_at is 'Instant up to which it counts, where the text says.';
comment on column daily_count_source.fetched_at is 'When the page was fetched.';
comment on column daily_count_source.warc_file is 'Archive file that holds the page as it was.';
comment on column daily_count_source.warc_offset is 'First byte of the page''s record in that file.';
comment on column daily_count_source.observation_id is 'The observation that won, or the term.';
comment on column daily_count_source.document_id is 'The document that states it.';
