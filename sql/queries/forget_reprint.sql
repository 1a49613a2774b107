-- What an older text of these documents was found to repeat; returns who was linked to them.
with gone as (
    delete from reprint
    where document_id = any(%(document_ids)s) or original_id = any(%(document_ids)s)
    returning document_id, original_id
)
select document_id from gone union select original_id from gone
