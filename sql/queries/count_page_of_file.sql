select count(*) as pages
from page
where warc_file = %(warc_file)s and kind = %(kind)s and status < 300
