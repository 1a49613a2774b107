-- A page that an older parser read and this one cannot: its document falls silent, and its figures are retracted when it is
-- extracted next.
update document d
set title = '', text = '', text_digest = '', language = null, script = null, authors = '{}', section = null, heads = '{}', parsed_by = '', parsed_with = u.parsed_with,
    extracted_with = null, linked_with = null, counted_at = null
from unreadable u
where u.stage = 'parse' and u.page_id = d.page_id and d.page_id = any(%(page_ids)s)
