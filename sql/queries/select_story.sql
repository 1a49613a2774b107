select document_id, story_id from document where document_id = any(%(document_ids)s) and story_id is not null
