-- Where another method linked documents, all are linked anew: the result never mixes methods.
create temp table stale on commit drop as
select document_id from document
where linked_with < %(method)s or linked_with > %(method)s
limit 1;

delete from reprint where exists (select from stale);
delete from document_band where exists (select from stale);
update document
set linked_with = null, story_id = null, duplicate_of = null, duplicate_score = null, counted_at = null, joined_at = null
where linked_with is not null and exists (select from stale);
delete from story s where not exists (select from document d where d.story_id = s.story_id) and exists (select from stale)
