select document_id, original_id, score, kind from reprint where document_id = any(%(document_ids)s)
