select d.document_id, d.title, d.text, d.language, d.script, s.country, s.time_zone,
       (d.published_at at time zone s.time_zone)::date as published
from document d
join source s using (source_id)
where d.extracted_with is null or d.extracted_with <> all (%(versions)s)
order by d.document_id
limit %(limit)s
