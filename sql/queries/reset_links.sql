-- Where another method linked documents, or a linked text has changed, all are linked anew: the result never mixes methods.
create temp table stale on commit drop as
select document_id from document
where story_id is not null and linked_with is distinct from %(method)s
limit 1;

delete from reprint where exists (select from stale);
delete from document_band where exists (select from stale);
update document
set linked_with = null, story_id = null, duplicate_of = null, duplicate_score = null, counted_at = null
where story_id is not null and exists (select from stale);
delete from story where exists (select from stale)
