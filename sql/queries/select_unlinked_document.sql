select document_id, text, published_at, canonical_url
from document
where linked_with is null and text <> ''
order by document_id
limit %(limit)s
