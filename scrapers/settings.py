"""Scrapy's settings for every crawl: polite, bounded, quiet. What one crawl adds is in `crawl.py`."""

BOT_NAME = "salamat"
USER_AGENT = "Salamat/0.1 (+health counts research)"
SPIDER_MODULES = ["scrapers.spiders"]
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# Politeness: one request at a time and a second or more between two, slower where the site answers slowly.
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Salamat"
CONCURRENT_REQUESTS = 4
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip",  # the archive keeps bodies as sent: one coding, which every reader undoes
}

# Connections go to public addresses only. A proxy would resolve names in our stead, so none is used.
TWISTED_DNS_RESOLVER = "scrapers.addresses.PublicResolver"
HTTPPROXY_ENABLED = False
DOWNLOAD_HANDLERS = {
    "http": "scrapers.addresses.PublicWebHandler",
    "https": "scrapers.addresses.PublicWebHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# Bounds on what one answer and one crawl may cost.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 20 << 20
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
CLOSESPIDER_TIMEOUT = 3600
MEMUSAGE_LIMIT_MB = 1024

# Retries wait RETRY_BACKOFF seconds, then twice and four times as long, or as long as Retry-After asks, and the whole
# site with them. One that asks for more than RETRY_BACKOFF_MAX is left to a later crawl.
RETRY_TIMES = 3
RETRY_HTTP_CODES = [408, 429, 500, 502, 503, 504, 520, 522, 524]
RETRY_BACKOFF = 5.0
RETRY_BACKOFF_MAX = 60.0
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"

# Requests to the Wayback Machine, of its index and of captures together: what its operators ask of a client.
WEB_ARCHIVE_A_MINUTE = 24

# Nothing may steer a crawl from outside.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# Every status reaches the spider, which fetches a URL once because it knows what it asked for.
HTTPERROR_ALLOW_ALL = True
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
CONCURRENT_ITEMS = 1  # no items: Scrapy starts so many idle tasks for each answer
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapers.politeness.SameSiteMiddleware": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapers.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapers.politeness.PatientRetryMiddleware": 550,
}
EXTENSIONS = {"scrapers.archive_extension.ArchiveExtension": 0}

LOG_LEVEL = "WARNING"
LOG_INSTALL_ROOT_HANDLER = False
STATS_DUMP = False
