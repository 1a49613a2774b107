delete from document_band where document_id = any(%(document_ids)s)
