select pg_try_advisory_lock(hashtext('salamat crawl'), hashtext(%(host)s)) as locked
