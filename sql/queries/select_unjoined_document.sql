select document_id
from document
where joined_at is null and linked_with is not null and extracted_with is not null
order by document_id
limit %(limit)s
