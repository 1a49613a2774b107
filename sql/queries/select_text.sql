select document_id, text from document where document_id = any(%(document_ids)s)
