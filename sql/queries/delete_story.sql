delete from story where story_id = any(%(story_ids)s)
