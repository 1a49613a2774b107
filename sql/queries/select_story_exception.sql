select url, other_url
from story_exception
where url = any(%(urls)s) and other_url = any(%(urls)s)
