update document set extracted_with = %(extractor)s, counted_at = null where document_id = any(%(document_ids)s)
