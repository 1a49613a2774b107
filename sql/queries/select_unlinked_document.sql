-- Documents that nobody compared, and those whose text fell silent since.
select document_id, text
from document
where linked_with is null and (text <> '' or story_id is not null)
order by document_id
limit %(limit)s
