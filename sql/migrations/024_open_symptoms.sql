-- Figures that repeat a plain series of one symptom status are no longer counts of both together: their days are worked out anew.
update document d set counted_at = null
from candidate c
join series_definition def on def.definition_id = c.definition_id
where c.document_id = d.document_id and c.symptom_status is null and def.plain and def.symptom_status is not null;
