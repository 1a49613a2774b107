-- The documents whose figures have yet to enter the counts, and every key that they or other versions of their URLs spoke
-- for until now.
create temp table uncounted on commit drop as
select document_id from document where counted_at is null and extracted_with is not null order by document_id limit %(limit)s;

analyze uncounted;

create temp table touched_key on commit drop as
select distinct place, disease, measure, aggregation, case_class, symptom_status, day, period_start
from candidate
join document d using (document_id)
where d.canonical_url in (select n.canonical_url from document n join uncounted using (document_id))
