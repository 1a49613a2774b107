update document set linked_with = %(method)s, joined_at = null where document_id = any(%(document_ids)s)
