insert into story (first_document_id)
select unnest(%(document_ids)s::bigint[])
returning story_id, first_document_id
