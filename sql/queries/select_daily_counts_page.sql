-- The counts of one place and disease on the latest %(days)s days that have any, up to %(until)s; null = up to now.
with shown as (
    select distinct day from daily_count
    where place = %(place)s and disease = %(disease)s and day <= coalesce(%(until)s::date, 'infinity')
    order by day desc limit %(days)s
),
stated as (
    select c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day, c.period_start, o.value,
           s.source_id, s.name as source, s.rank, d.canonical_url as url, min(d.published_at) as published_at
    from candidate c
    join observation o on o.observation_id = c.observation_id and o.retracted_at is null
    join document d on d.document_id = c.document_id
    join source s on s.source_id = d.source_id
    where c.place = %(place)s and c.disease = %(disease)s and c.day in (select day from shown)
    group by c.place, c.disease, c.measure, c.aggregation, c.case_class, c.symptom_status, c.day, c.period_start, o.value,
             s.source_id, d.canonical_url
)
select n.day, n.measure, n.aggregation, n.case_class, n.symptom_status, n.period_start, n.value, n.value_min, n.value_max,
       n.confidence, n.flags, n.basis,
       substring(doc.title || E'\n' || doc.text from greatest(o.start_char - 200, 0) + 1
                 for least(o.start_char, 200)) as before,
       substring(doc.title || E'\n' || doc.text from o.start_char + 1 for o.end_char - o.start_char) as evidence,
       substring(doc.title || E'\n' || doc.text from o.end_char + 1 for 200) as after,
       doc.language, doc.canonical_url as url,
       (select json_agg(json_build_object('source', w.source, 'url', w.url)
                        order by w.url <> doc.canonical_url, w.rank, w.source_id, w.published_at)
        from stated w
        where (w.measure, w.aggregation, w.day, w.value) = (n.measure, n.aggregation, n.day, n.value)
          and w.case_class is not distinct from n.case_class
          and w.symptom_status is not distinct from n.symptom_status
          and w.period_start is not distinct from n.period_start) as sources,
       (select json_agg(json_build_object('source', x.source, 'url', x.url) order by x.n)
        from (select s.name as source, d.canonical_url as url, min(u.n) as n
              from unnest(n.terms) with ordinality u(observation_id, n)
              join observation t on t.observation_id = u.observation_id
              join document d on d.document_id = t.document_id
              join source s on s.source_id = d.source_id
              group by s.name, d.canonical_url) x) as term_sources
from daily_count n
join observation o using (observation_id)
join document doc using (document_id)
where n.place = %(place)s and n.disease = %(disease)s and n.day in (select day from shown)
order by n.day desc, array_position('{cases,deaths,recovered}', n.measure), n.measure,
         array_position('{new,cumulative,stock}', n.aggregation), n.period_start nulls first,
         n.case_class nulls first, n.symptom_status nulls first;
