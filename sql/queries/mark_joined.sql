update document set joined_at = now() where document_id = any(%(document_ids)s)
