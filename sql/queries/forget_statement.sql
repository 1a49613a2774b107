delete from reprint
where kind = 'statement' and (document_id = any(%(document_ids)s) or original_id = any(%(document_ids)s))
