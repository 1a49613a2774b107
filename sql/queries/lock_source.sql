select pg_try_advisory_lock(hashtext('salamat crawl'), hashtext(%(source_id)s)) as locked
