select pg_advisory_xact_lock(hashtext('salamat stage'), hashtext(%(stage)s))
