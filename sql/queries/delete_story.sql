delete from story s
where s.story_id = any(%(story_ids)s) and not exists (select from document d where d.story_id = s.story_id)
