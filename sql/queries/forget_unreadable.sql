-- Pages that are read again: what an older parser said of them no longer holds.
delete from unreadable where stage = 'parse' and page_id = any(%(page_ids)s)
