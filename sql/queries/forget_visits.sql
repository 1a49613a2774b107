-- When a URL was asked for last, long after the answer serves a crawl: an article is looked at again for four days,
-- a list's answer holds for one.
delete from visit where visited_at < now() - make_interval(days => %(keep_days)s)
